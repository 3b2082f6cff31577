//! Pictures as SVG that can be read on a light and on a dark page: colours are classes, and the reader's scheme decides.

/// A colour by its use: on a light page, on a dark one.
const COLOURS: &[(&str, &str, &str)] = &[
    ("ground", "#ffffff", "#0d1117"),
    ("frame", "#d0d7de", "#30363d"),
    ("text", "#1f2328", "#e6edf3"),
    ("faint", "#59636e", "#9198a1"),
    ("error", "#cf222e", "#ff7b72"),
    ("warning", "#8a5a00", "#e3b341"),
    ("mark", "#0a6b74", "#56d4dd"),
    ("good", "#1a7f37", "#3fb950"),
    ("middling", "#9a6700", "#d29922"),
    ("bad", "#cf222e", "#f85149"),
    ("other", "#6e7781", "#8b949e"),
];

/// A picture of this size in pixels, to be drawn on.
pub struct Svg {
    width: u32,
    height: u32,
    title: String,
    body: String,
}

impl Svg {
    /// The title is what a reader hears who does not see the picture.
    pub fn new(width: u32, height: u32, title: &str) -> Svg {
        Svg { width, height, title: title.to_owned(), body: String::new() }
    }

    /// A rectangle in a colour, with its left upper corner and its size.
    pub fn bar(&mut self, colour: &str, x: f64, y: f64, width: f64, height: f64) {
        self.body.push_str(&format!(
            "<rect class=\"{colour}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\n"
        ));
    }

    /// A text in a colour; `anchor` is `start`, `middle` or `end`.
    pub fn text(&mut self, colour: &str, x: f64, y: f64, anchor: &str, text: &str) {
        self.body.push_str(&format!(
            "<text class=\"{colour}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n",
            escaped(text)
        ));
    }

    /// A stretch of a line in a terminal, which takes exactly this width whatever the reader's font is.
    pub fn cells(&mut self, classes: &str, x: f64, y: f64, width: f64, text: &str) {
        self.body.push_str(&format!(
            "<text class=\"mono {classes}\" x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{}</text>\n",
            escaped(text)
        ));
    }

    pub fn finish(self) -> String {
        let Svg { width, height, title, body } = self;
        let title = escaped(&title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<style>\n{}</style>\n\
             <rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n{body}</svg>\n",
            style(),
            width - 1,
            height - 1,
        )
    }
}

fn style() -> String {
    let fills = |dark: bool| {
        let one =
            |(name, light, night): &(&str, &str, &str)| format!(".{name}{{fill:{}}}", if dark { night } else { light });
        let frame = COLOURS.iter().find(|(name, ..)| *name == "frame").map_or("", |c| if dark { c.2 } else { c.1 });
        COLOURS.iter().map(one).collect::<String>() + &format!(".ground{{stroke:{frame}}}")
    };
    format!(
        "text{{font:13px system-ui,sans-serif}}.mono{{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}}\
         .bold{{font-weight:700}}\n{}\n@media (prefers-color-scheme:dark){{{}}}\n",
        fills(false),
        fills(true)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
