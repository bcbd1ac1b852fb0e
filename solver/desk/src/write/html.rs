//! Pages as HTML to read and to print: one file a page, nothing fetched from elsewhere.

use super::fault::ExportError;
use super::value::Out;
use crate::lang::Lang;
use crate::report::model::{Block, Page, Sheet};
use crate::report::shape::{Anchor, Drawing, Shape};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const STYLE: &str = "\
:root{color-scheme:light}*{box-sizing:border-box}\
body{font:14px/1.5 'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif;color:#222a33;margin:1.5rem auto;max-width:75rem;padding:0 1rem}\
h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}header p{color:#768390;margin:0 0 1rem}\
table{border-collapse:collapse;width:100%;margin:0 0 1.2rem}caption{text-align:left;font-weight:600;padding:.5rem 0}\
th,td{border:1px solid #c9d1d9;padding:.25rem .4rem;text-align:left;vertical-align:top;white-space:pre-line;overflow-wrap:anywhere}\
th{background:#e2ecf5;font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}\
.many{font-size:.78rem}.many th{white-space:pre}.many td{min-width:5.5em}.many.form td{min-width:0}.many td:first-child{white-space:nowrap}.sign td{height:5.5rem}.form td{height:2rem}.sign caption{font-size:2.4rem}.sign table{font-size:1.25rem}.scroll{overflow-x:auto}svg{display:block;max-width:100%;height:auto;margin:.6rem 0}\
nav ul{columns:2;list-style:none;padding:0}nav a{display:block;padding:.3rem 0}a{color:#1f5f99}\
@media print{body{margin:0;max-width:none;padding:0;font-size:10pt}.many{font-size:7.5pt}.many th{white-space:pre-line}.many td{min-width:0}tr,svg,h2{break-inside:avoid}\
thead{display:table-header-group}.one>.scroll+.scroll{break-before:page}nav{display:none}.scroll{overflow:visible}}";

/// Writes the pages of a school and an index of them.
pub(crate) fn write(
    folder: &Path,
    name: &str,
    pages: &[Page],
    lang: Lang,
) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::io(folder, source))?;
    for page in pages {
        save(&folder.join(format!("{}.html", page.key)), &document(name, page, lang))?;
    }
    let mut list = String::from("<nav><ul>");
    for page in pages {
        let _ = write!(list, "<li><a href=\"{}.html\">{}</a></li>", page.key, escaped(&page.title));
    }
    list.push_str("</ul></nav>");
    save(&folder.join("index.html"), &whole(name, "", &list, "", lang))
}

fn save(file: &Path, text: &str) -> Result<(), ExportError> {
    super::atomic(file, |path| {
        fs::write(path, text).map_err(|source| ExportError::io(file, source))
    })
}

fn document(name: &str, page: &Page, lang: Lang) -> String {
    let mut body = String::new();
    for block in &page.blocks {
        match block {
            Block::Heading(text) => drop(write!(body, "<h2>{}</h2>", escaped(text))),
            Block::Text(text) => drop(write!(body, "<p>{}</p>", escaped(text))),
            Block::Table(sheet) => table(&mut body, sheet),
            Block::Chart(chart) => body.push_str(&svg(&chart.drawing)),
        }
    }
    let class = match (page.is_sign, page.is_one_a_sheet) {
        (true, _) => "one sign",
        (false, true) => "one",
        (false, false) => "",
    };
    let size = if page.is_wide {
        "@page{size:A4 landscape;margin:12mm}"
    } else {
        "@page{size:A4;margin:14mm}"
    };
    whole(&page.title, name, &format!("<main class=\"{class}\">{body}</main>"), size, lang)
}

fn whole(title: &str, name: &str, body: &str, style: &str, lang: Lang) -> String {
    let code = lang.pick("zh-CN", "en");
    let name =
        if title.contains(name) { String::new() } else { format!("<p>{}</p>", escaped(name)) };
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}{style}</style></head>\
         <body><header><h1>{title}</h1>{name}</header>{body}</body></html>\n"
    )
}

fn table(html: &mut String, sheet: &Sheet) {
    let mut class = String::new();
    if sheet.heads.len() > 9 {
        class.push_str("many ");
    }
    if sheet.is_form {
        class.push_str("form");
    }
    let _ = write!(html, "<div class=\"scroll\"><table class=\"{}\">", class.trim());
    if !sheet.title.is_empty() {
        let _ = write!(html, "<caption>{}</caption>", escaped(&sheet.title));
    }
    html.push_str("<colgroup>");
    let total: f32 = sheet.widths.iter().sum();
    for width in &sheet.widths {
        let _ = write!(html, "<col style=\"width:{:.1}%\">", width / total * 100.0);
    }
    html.push_str("</colgroup><thead><tr>");
    for head in &sheet.heads {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(head));
    }
    html.push_str("</tr></thead><tbody>");
    for row in &sheet.rows {
        html.push_str("<tr>");
        for cell in row {
            let class =
                if matches!(cell, Out::Int(_) | Out::Money(_)) { " class=\"n\"" } else { "" };
            let _ = write!(html, "<td{class}>{}</td>", escaped(&cell.shown()));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
}

/// A drawing as SVG.
pub(crate) fn svg(drawing: &Drawing) -> String {
    let (width, height) = drawing.size;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{}\">",
        escaped(&drawing.title)
    );
    for shape in &drawing.shapes {
        let _ = match shape {
            Shape::Rect { at: (x, y), size: (w, h), colour } => {
                write!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"#{colour:06x}\"/>"
                )
            }
            Shape::Line { from: (a, b), to: (c, d), colour } => write!(
                svg,
                "<line x1=\"{a:.1}\" y1=\"{b:.1}\" x2=\"{c:.1}\" y2=\"{d:.1}\" stroke=\"#{colour:06x}\" stroke-width=\"0.7\"/>"
            ),
            Shape::Band { left, right, x, colour } => {
                let m = f32::midpoint(x.0, x.1);
                write!(
                    svg,
                    "<path d=\"M{0:.1} {2:.1}C{6:.1} {2:.1} {6:.1} {4:.1} {1:.1} {4:.1}V{5:.1}C{6:.1} {5:.1} {6:.1} {3:.1} {0:.1} {3:.1}Z\" \
                     fill=\"#{7:06x}\" fill-opacity=\"0.55\"/>",
                    x.0, x.1, left.0, left.1, right.0, right.1, m, colour
                )
            }
            Shape::Text { at: (x, y), size, anchor, text, colour } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                write!(
                    svg,
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"#{colour:06x}\">{}</text>",
                    escaped(text)
                )
            }
        };
    }
    svg + "</svg>"
}

/// A text that is nothing but text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_the_data_is_markup() {
        let mut sheet = Sheet::new("<b>", &[("a&b".to_owned(), 1.0)]);
        sheet.rows.push(vec![Out::text("<script>alert('1')</script>")]);
        let html = document("x", &Page::new("k", "\"t\"", vec![Block::Table(sheet)]), Lang::En);
        assert!(!html.contains("<script") && !html.contains("<b>"));
        assert!(html.contains("&lt;script&gt;") && html.contains("a&amp;b"));
    }
}
