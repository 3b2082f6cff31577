#!/usr/bin/env python3
"""Draws benches/chart.svg from the table of ratios in benches/README.md: `benches/chart.py`.

A bar is a run's processor time in what parsing the same files takes. The colours fit a light and a dark page.
"""
import re
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTH, LEFT, ROW, BAR = 720, 250, 26, 16
STYLE = """text { font: 13px sans-serif; fill: #1f2328 } .bar { fill: #0969da } .one { stroke: #9a6700 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #4493f8 } .one { stroke: #d29922 } }"""


def rows():
    """Name and ratio of each bar: from the lines of the table under "Ratios" a cold and a warm one."""
    part = (HERE / "README.md").read_text().split("## Ratios")[1].split("\n## ")[0]
    for tree, _, cold, warm in re.findall(r"^\| ([^|]+) \| ([\d.]+) s \| ([\d.]+) \| ([\d.]+) \|$", part, re.M):
        yield f"{tree}, cold", float(cold)
        yield f"{tree}, nothing changed", float(warm)


def main():
    bars = list(rows())
    scale = (WIDTH - LEFT - 70) / max(ratio for _, ratio in bars)
    height = ROW * len(bars) + 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
           f'aria-label="Processor time of runs, in what parsing takes"><style>{STYLE}</style>']
    for number, (name, ratio) in enumerate(bars):
        y = ROW * number + 8
        out.append(f'<text x="{LEFT - 10}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
                   f'<rect class="bar" x="{LEFT}" y="{y}" width="{max(ratio * scale, 1):.1f}" height="{BAR}" rx="2"/>'
                   f'<text x="{LEFT + ratio * scale + 8:.1f}" y="{y + 13}">{ratio:g}</text>')
    at, end = LEFT + scale, ROW * len(bars) + 8
    out.append(f'<path class="one" d="M{at:.1f} 4V{end}" stroke-dasharray="4 3"/>'
               f'<text x="{at:.1f}" y="{end + 16}" text-anchor="middle">parsing alone</text></svg>')
    (HERE / "chart.svg").write_text("\n".join(out) + "\n")


main()
