//! What is shown of an email, for arbitrary email.

use std::collections::HashMap;

use clerk_domain::emails::rendering::html::{display, display_text};
use proptest::prelude::*;

/// Pieces of trouble, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(vec![
            "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<title>", "<p>",
            "</p>", "<div class=gmail_quote>", "</div>", "<blockquote type=cite>", "<b>", "</b>",
            "<table>", "<td>", "</table>", "<a href=\"javascript:x()\">", "<img src=x onerror=x()>",
            "<img src=\"cid:a\" onload=x()>", "<form action=x>", "<input onfocus=x() autofocus>",
            "<!--", "-->", "<![CDATA[", "]]>", "<noscript>", "<template>", "<iframe srcdoc=\"",
            "<p style=\"position:fixed;background:url(x)\" onclick='", "\"", "'", ">", "<", "&lt;script&gt;",
            "&#60;", "\u{0}", "<br>", "On Monday, M wrote:", "From: a Sent: b To: c", "<details open ontoggle=x()>",
            "<a href=\"data:text/html,<script>\">", "<xmp>", "<plaintext>", "<select><style>",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn check(html: &str) {
    let lower = html.to_lowercase();
    for tag in [
        "script",
        "style",
        "form",
        "input",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "link",
        "meta",
        "base",
        "template",
        "select",
        "textarea",
        "title",
        "xmp",
        "plaintext",
        "noscript",
    ] {
        for end in [" ", ">", "/"] {
            assert!(!lower.contains(&format!("<{tag}{end}")), "{html}");
        }
    }
    // Tags as a browser cuts them out; within them, no handler and no address that runs.
    let mut rest = lower.as_str();
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..];
        let end = tag.find('>').unwrap_or(tag.len());
        // Whatever is quoted is a value.
        let names: String = tag[..end].split('"').step_by(2).collect();
        assert!(!names.contains(" on"), "{html}");
        for address in ["=\"javascript:", "=\"data:", "=\"vbscript:", "url(", "position"] {
            assert!(!tag[..end].contains(address), "{html}");
        }
        rest = &tag[end..];
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_gets_through(html in soup()) {
        let images = HashMap::from([("a".to_owned(), "/clerk/attachments/1/a.png".to_owned())]);
        let shown = display(&html, &images).unwrap();
        check(&shown);
        // What has been made fit for showing stays so.
        check(&display(&shown, &images).unwrap());
    }

    #[test]
    fn no_text_becomes_markup(text in soup()) {
        let shown = display_text(&text).unwrap();
        let bare = shown.replace("<p>", "").replace("</p>", "").replace("<br>", "");
        let bare = bare.replace("<details><summary>", "").replace("</summary>", "").replace("</details>", "");
        prop_assert!(!bare.contains('<'), "{}", shown);
    }
}
