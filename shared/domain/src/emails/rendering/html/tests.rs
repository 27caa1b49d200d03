use std::{collections::HashMap, time::Instant};

use serde_json::json;

use super::{content_ids::content_ids, display, display_text};

fn show(html: &str) -> String {
    display(html, &HashMap::new()).unwrap()
}

const FOLD: &str = "<details><summary>Earlier messages</summary>";

#[test]
fn formatting_stays() {
    let html = concat!(
        r#"<p style="color: red">a <b>b</b><br>c &amp; d</p>"#,
        r#"<table border="1"><tbody><tr><td colspan="2">e</td></tr></tbody></table>"#
    );
    assert_eq!(show(html).replace("color:red", "color: red"), html);
    assert_eq!(show("a < b &lt;i&gt;"), "a &lt; b &lt;i&gt;");
}

#[test]
fn nothing_runs_asks_or_fetches() {
    for (html, shown) in [
        ("a<script>alert(1)</script>b", "ab"),
        ("<p onclick=\"x()\" class=\"ui modal\" id=app>a</p>", "<p>a</p>"),
        ("<form action=/accounts/logout/><input name=x><button>go</button></form>", "go"),
        ("<style>@import url(//x)</style><link rel=stylesheet href=//x>a", "a"),
        ("<div style=\"position:fixed;top:0\">a</div>", "<div style=\"\">a</div>"),
        ("<div style=\"background-image:url(//x)\">a</div>", "<div>a</div>"),
        ("<div style=\"color:expression(x())\">a</div>", "<div>a</div>"),
        ("<iframe src=//x>a</iframe><object data=//x>b</object><svg><g>c</g></svg>", "bc"),
        ("<img src=\"https://x.example/pixel.gif\" alt=\"a &lt;b&gt;\">", "a &lt;b&gt;"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ("<base href=//x><meta http-equiv=refresh content=0>a", "a"),
        ("<title>b</title>a", "a"),
        ("<!--[if mso]><p>b</p><![endif]-->a", "a"),
    ] {
        assert_eq!(show(html), shown, "{html}");
    }
}

#[test]
fn links_open_elsewhere_and_lead_nowhere_here() {
    let rel = r#"rel="noopener noreferrer""#;
    let link = show(r#"<a href="https://example.org/?a=1&amp;b=2" target="_self">a</a>"#);
    assert!(link.contains("href=\"https://example.org/?a=1&amp;b=2\""), "{link}");
    assert!(link.contains(rel) && link.contains("target=\"_blank\""), "{link}");
    for href in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "/accounts/logout/",
        "//example.org",
        "/clerk/attachments/1/x",
        "cid:x",
        "#app",
    ] {
        let link = show(&format!("<a href=\"{href}\">a</a>"));
        assert!(!link.contains("href"), "{link}");
    }
}

#[test]
fn images_that_came_along_are_shown() {
    let received = json!({
        "content-ids": r#"{"<ii_1@x>": "attachment2", "b": "attachment1", "c": "attachment9"}"#,
        "attachment-info": r#"{"attachment2": {"filename": "Image 001.PNG"}, "attachment1": {}}"#,
    });
    let rows = [
        (7, "email-attachments/ab/doc.pdf".to_owned()),
        (9, "email-attachments/cd/image-001.png".to_owned()),
    ];
    let images = content_ids(&received, &rows);
    assert_eq!(images["ii_1@x"], "/clerk/attachments/9/image-001.png");
    assert_eq!(images["b"], "/clerk/attachments/7/doc.pdf");
    assert_eq!(images.len(), 2);
    // With a file less, the name decides.
    let images = content_ids(&received, &rows[1..]);
    assert_eq!(images.len(), 1);
    let html = r#"<img src="CID:ii_1@x" width="10" style="position:fixed"><img src=cid:b2 alt=b>"#;
    let got = display(html, &images).unwrap();
    assert!(got.contains(r#"src="/clerk/attachments/9/image-001.png""#), "{got}");
    assert!(got.contains(r#"width="10""#) && got.ends_with("b") && !got.contains("style"), "{got}");
    assert!(content_ids(&json!({"content-ids": "no", "attachment-info": 7}), &rows).is_empty());
}

#[test]
fn quotes_are_folded() {
    for html in [
        r#"<div>Yes</div><div class="gmail_quote"><div>On Tue, M wrote:<br></div><blockquote>Q</blockquote></div>"#,
        r#"<div dir=ltr>Yes</div><br><blockquote type="cite"><div>Q</div></blockquote>"#,
        r#"<p>Yes</p><hr><div id="divRplyFwdMsg"><b>From:</b> M</div><div>Q</div>"#,
        r#"<div><p>Yes</p><div style="border-top:solid"><p><b>From:</b> M<br><b>Sent:</b> Tue<br><b>To:</b> us</p></div><p>Q</p></div>"#,
        r#"<p>Yes<br>On Tue, 3 Mar 2026 at 10:00, M &lt;<a href="mailto:m@x.example">m@x.example</a>&gt; wrote:<br>Q</p>"#,
        r#"Yes<p>-----Original Message-----<br>Q</p>"#,
    ] {
        let got = show(html);
        let (shown, folded) = got.split_once(FOLD).unwrap_or_else(|| panic!("{html}: {got}"));
        assert!(shown.contains("Yes") && !shown.contains('Q'), "{got}");
        assert!(folded.contains('Q') && folded.contains("</details>"), "{got}");
    }
}

#[test]
fn what_is_not_a_quote_stays_open() {
    for html in [
        "<p>On Monday we wrote: nothing.</p><p>On the other hand</p>",
        "<blockquote type=cite>Q</blockquote>",
        "<p>From: here to there</p>",
        "<div>Hello</div><blockquote type=cite> &nbsp;</blockquote>",
        "<p>From: M<br>Sent: Tue<br>To: us<br>Subject: x</p><p>forwarded</p>",
    ] {
        assert!(!show(html).contains("<details>"), "{html}: {}", show(html));
    }
    let html = "<p>a</p><blockquote type=cite>1</blockquote><p>b</p><blockquote type=cite>2</blockquote><p>c</p>";
    let got = show(html);
    assert_eq!(got.matches(FOLD).count(), 2);
    assert!(got.ends_with("<p>c</p>"), "{got}");
}

#[test]
fn plain_text_becomes_paragraphs() {
    let show = |text: &str| display_text(text).unwrap();
    assert_eq!(
        show("Hi <b>&\r\nthere\r\n\r\n\r\nBye"),
        "<p>Hi &lt;b&gt;&amp;<br>there</p><p>Bye</p>"
    );
    assert_eq!(show(""), "");
    let folded =
        format!("<p>Yes</p>{FOLD}<p>On Tue, M<br>&lt;m@x&gt; wrote:</p><p>&gt; Q</p></details>");
    assert_eq!(show("Yes\n\nOn Tue, M\n<m@x> wrote:\n\n> Q\n"), folded);
    assert_eq!(show("Yes\n> Q\n> R"), format!("<p>Yes</p>{FOLD}<p>&gt; Q<br>&gt; R</p></details>"));
    assert_eq!(show("> Q\n> R"), "<p>&gt; Q<br>&gt; R</p>");
    assert_eq!(show("> Q\nYes"), "<p>&gt; Q<br>Yes</p>");
    let outlook = show("Yes\n\nFrom: M\nSent: Tue\nTo: us\nSubject: x\n\nQ");
    assert!(outlook.starts_with(&format!("<p>Yes</p>{FOLD}")), "{outlook}");
}

/// None of these may take time in the square of its size: that would be hours, not seconds.
#[test]
fn large_mail_takes_time_in_proportion() {
    const SIZE: usize = 60_000;
    let fill = |piece: &str| piece.repeat(SIZE / piece.len());
    let numbered = |piece: &str| -> String {
        (0..SIZE / (piece.len() + 6)).map(|at| piece.replace('#', &at.to_string())).collect()
    };
    let began = Instant::now();
    for html in [
        fill("<p>Hello <b>there</b>, this is a longer text as people write it.</p>"),
        fill("<div>"),
        fill("<b><p>"),
        numbered("<p><font size=#>"),
        numbered("<b id=#><table><td></b></table>"),
        format!("<p {}>", numbered("a#=b ")),
        fill("<blockquote type=cite>"),
        fill("<br>On "),
        fill("<div>From: "),
        fill("<a href=x>"),
        fill("<table><tr><td>"),
        fill("</p>"),
        fill("<"),
        fill("<!--"),
        fill("<script>"),
        fill("&nbsp;"),
        fill("\u{a0}"),
        fill("a>"),
        fill("<div id=appendonsend></div>x"),
        format!("x{}", fill("<div id=appendonsend></div>")),
        format!("<a title='{}'>", fill("&nbsp;")),
        fill("x"),
    ] {
        let one = Instant::now();
        show(&html);
        let two = Instant::now();
        display_text(&html).unwrap();
        println!("{:?} {:?} {}", two - one, two.elapsed(), html.get(..20).unwrap());
    }
    display_text(&fill("On \n")).unwrap();
    display_text(&fill(">\n")).unwrap();
    display_text(&fill("From: a\nSent: b\n")).unwrap();
    // Only so that a slow case shows in the output of a failed run; no limit is asserted.
    println!("{:?}", began.elapsed());
}
