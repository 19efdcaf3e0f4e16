// A sound per answer, made here: no files, no delay. Each entry is a row of [pitch in Hz, length in ms].
const TUNES = {
  ok: [[880, 70]],
  done: [[660, 80], [880, 80], [1175, 160]],
  wrong_barcode: [[220, 180], [165, 320]],
  already_scanned: [[520, 110], [0, 60], [520, 110]],
  too_many: [[330, 120], [0, 40], [330, 120], [0, 40], [330, 120]],
  stopped: [[880, 160], [440, 160], [880, 160], [440, 320]],
  void: [[300, 120], [250, 120], [200, 300]],
  refused: [[196, 400]],
};

let audio = null;

export function play(name) {
  audio ??= new AudioContext();
  audio.resume();
  let at = audio.currentTime;
  for (const [pitch, length] of TUNES[name] ?? TUNES.refused) {
    if (pitch) tone(pitch, at, length / 1000);
    at += length / 1000;
  }
}

function tone(pitch, at, length) {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.type = pitch < 400 ? "square" : "sine";
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.35, at + 0.01);
  volume.gain.setValueAtTime(0.35, at + length - 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + length);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + length);
}
