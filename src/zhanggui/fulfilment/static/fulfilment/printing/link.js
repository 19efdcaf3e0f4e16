// A socket to a program on this computer. It is looked for again until it is there, for as long as it is wanted.
const PAUSE_MS = 2000;

export class Link {
  constructor(address, { onMessage, onState }) {
    Object.assign(this, { address, onMessage, onState, socket: null, wanted: false });
  }

  open() {
    this.wanted = true;
    if (this.socket) return;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.addEventListener("open", () => this.onState("connected"));
    socket.addEventListener("message", (event) => {
      const message = read(event.data);
      if (message) this.onMessage(message);
    });
    socket.addEventListener("close", () => {
      const was = socket.opened;
      this.socket = null;
      if (!this.wanted) return;
      this.onState(was ? "lost" : "missing");
      setTimeout(() => this.wanted && this.open(), PAUSE_MS);
    });
    socket.addEventListener("open", () => { socket.opened = true; });
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (!this.isOpen) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.wanted = false;
    this.socket?.close();
  }
}

function read(text) {
  try {
    const message = JSON.parse(text);
    return message && typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}
