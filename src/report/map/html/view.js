// The window on the picture: moved and scaled by mouse, fingers and keys.

const [SMALLEST, GREATEST] = [0.05, 3];

class View {
  constructor(frame, world) {
    this.frame = frame;
    this.world = world;
    [this.x, this.y, this.scale] = [0, 0, 1];
    this.fingers = new Map();
    /** Whether the last press moved the picture, so that it was no click. */
    this.wasMoved = false;
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.press(event));
    frame.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
  }

  get size() {
    return { w: this.frame.clientWidth, h: this.frame.clientHeight };
  }

  set() {
    this.world.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.scale})`);
  }

  /** Moves the picture by so many pixels of the window. */
  move(x, y) {
    this.x += x;
    this.y += y;
    this.set();
  }

  /** Scales the picture around a point of the window. */
  zoom(by, x = this.size.w / 2, y = this.size.h / 2) {
    const scale = Math.min(GREATEST, Math.max(SMALLEST, this.scale * by));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.set();
  }

  /** Shows the whole; where that would be too small to read, its beginning, as long as `readable` is asked for. */
  fit(whole, readable = 0) {
    const { w, h } = this.size;
    const margin = Math.min(24, w / 30);
    const fits = Math.min(1, (w - 2 * margin) / whole.w, (h - 2 * margin) / whole.h);
    this.scale = Math.max(SMALLEST, fits, readable);
    this.x = Math.max(margin, (w - whole.w * this.scale) / 2);
    this.y = Math.max(margin, (h - whole.h * this.scale) / 2);
    this.set();
  }

  /** Brings a box into sight: into the middle, if it is not in the window, and large enough to read, if that is asked for. */
  show(box, isReadable = true) {
    const { w, h } = this.size;
    const [left, top] = [box.x * this.scale + this.x, box.y * this.scale + this.y];
    const [right, bottom] = [left + box.w * this.scale, top + box.h * this.scale];
    const isSmall = isReadable && this.scale < 0.5;
    if (left >= 0 && top >= 0 && right <= w && bottom <= h && !isSmall) return;
    if (isSmall) this.scale = 0.8;
    this.x = w / 2 - (box.x + Math.min(box.w, w) / 2) * this.scale;
    this.y = h / 2 - (box.y + Math.min(box.h, h) / 2) * this.scale;
    this.set();
  }

  wheel(event) {
    event.preventDefault();
    const { left, top } = this.frame.getBoundingClientRect();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    this.zoom(Math.exp(-event.deltaY * lines * 0.0015), event.clientX - left, event.clientY - top);
  }

  press(event) {
    if (this.fingers.size === 0) this.wasMoved = false;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.travelled = 0;
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    this.fingers.set(event.pointerId, now);
    this.travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (this.travelled > 4 && !this.wasMoved) {
      this.wasMoved = true;
      this.frame.setPointerCapture(event.pointerId);
    }
    if (others.length === 0) return this.move(now.x - before.x, now.y - before.y);
    const apart = (finger) => Math.hypot(finger.x - others[0].x, finger.y - others[0].y);
    const { left, top } = this.frame.getBoundingClientRect();
    const middle = { x: (now.x + others[0].x) / 2 - left, y: (now.y + others[0].y) / 2 - top };
    if (apart(before) > 0) this.zoom(apart(now) / apart(before), middle.x, middle.y);
    this.move((now.x - before.x) / 2, (now.y - before.y) / 2);
  }
}
