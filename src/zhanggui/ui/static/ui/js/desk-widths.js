// A column is never narrower than its title and the names of its states, in whichever language they are.
const ruler = document.createElement("canvas").getContext("2d");
const { fontFamily } = getComputedStyle(document.body);
const PADDING = 18;
const SORTER = 26;
const BADGE = 16;

function wide(text, font) {
  ruler.font = `${font} ${fontFamily}`;
  return Math.ceil(ruler.measureText(text).width);
}

export function widthOf(column) {
  const title = wide(column.title, "500 12px") + PADDING + (column.sortable ? SORTER : 0);
  const states = column.states.map((state) => wide(state.label, "500 12px") + PADDING + BADGE);
  return Math.max(column.width, title, ...states);
}
