//! Messages as they come in real life, written for these tests: opened by the provider or whole.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{ADDRESS, form::Form};

/// A message and what has to become of it.
pub struct Sample {
    pub name: &'static str,
    pub form: Form,
    /// The whole subject.
    pub subject: &'static str,
    /// What the text has to contain.
    pub text: &'static str,
    /// What the HTML has to contain.
    pub html: &'static str,
    /// Names of the files in the store.
    pub files: Vec<&'static str>,
    /// Bytes of the first file, when they matter.
    pub first: Option<Vec<u8>>,
    /// Whether it sends no alert.
    pub is_quiet: bool,
}

fn sample(name: &'static str, form: Form) -> Sample {
    Sample {
        name,
        form,
        subject: "",
        text: "",
        html: "",
        files: Vec::new(),
        first: None,
        is_quiet: false,
    }
}

impl Sample {
    fn says(self, subject: &'static str, text: &'static str, html: &'static str) -> Self {
        Self { subject, text, html, ..self }
    }

    fn with(self, files: &[&'static str]) -> Self {
        Self { files: files.to_vec(), ..self }
    }

    fn first(self, bytes: &[u8]) -> Self {
        Self { first: Some(bytes.to_vec()), ..self }
    }

    fn quiet(self) -> Self {
        Self { is_quiet: true, ..self }
    }
}

/// Every sample.
pub fn all() -> Vec<Sample> {
    let opened = [opened(), charsets(), odd()];
    let whole = [whole_plain(), whole_parts(), whole_pictures(), whole_names()];
    let all = opened.into_iter().chain(whole).chain([broken(), machines()]);
    all.flatten().collect()
}

fn form(headers: &str, subject: &str, text: &str, html: &str) -> Form {
    let form = Form::message(subject, text).headers(headers);
    if html.is_empty() { form } else { form.field("html", html) }
}

/// Common mail programs, as the provider opens them.
fn opened() -> Vec<Sample> {
    let outlook = "From: Mary <mary@example.com>\nThread-Topic: Repairs\nThread-Index: AQHZ\nMessage-ID: <SY4P282@SY4P282.AUSP282.PROD.OUTLOOK.COM>\nX-MS-Exchange-Organization-AuthAs: Internal\nContent-Type: multipart/related";
    let gmail = "MIME-Version: 1.0\nReferences: <5.17@mail.other.example>\nIn-Reply-To: <5.17@mail.other.example>\nMessage-ID: <CAFx=1@mail.gmail.example>\nContent-Type: multipart/alternative";
    vec![
        sample("outlook with an inline logo", form(outlook, "RE: Repairs", "Hi,\r\n\r\nSee below.\r\n\r\n________________________________\r\nFrom: Anika", "<html><body><div class=WordSection1><p class=MsoNormal>Hi,</p><img src=\"cid:image001.png@01D9.A\"></div></body></html>").image("image001.png@01D9.A", "image001.png", b"\x89PNG\r\n\x1a\nx"))
            .says("RE: Repairs", "See below.", "MsoNormal").with(&["image001.png"]),
        sample("gmail answer", form(gmail, "Re: Your case", "Thanks!\n\nOn Mon, 23 Nov 2026 at 09:12, Anika Legal wrote:\n> Hello", "<div dir=\"ltr\">Thanks!</div><br><div class=\"gmail_quote\">On Mon</div>"))
            .says("Re: Your case", "> Hello", "gmail_quote"),
        sample("apple mail with a photo", form("X-Mailer: Apple Mail (2.3774)\nMessage-ID: <A1@icloud.example>", "Leak", "Here it is\n\n\nSent from my iPhone", "").file("IMG_0042.HEIC", "image/heic", b"\0\0\0\x18ftypheic"))
            .says("Leak", "Sent from my iPhone", "").with(&["img_0042.heic"]).first(b"\0\0\0\x18ftypheic"),
        sample("yahoo, html only", form("X-Mailer: WebService/1.1 YMailNorrin", "Bond", "", "<div class=\"ydp1\">Where is my bond?</div>").without("text"))
            .says("Bond", "", "Where is my bond?"),
        sample("thunderbird, text only", form("User-Agent: Mozilla Thunderbird\nMessage-ID: <t1@x.example>", "Lease", "Plain words --\n-- \nsignature", ""))
            .says("Lease", "signature", ""),
        sample("forward with the message as a file", form("Message-ID: <f1@x.example>", "Fwd: Notice", "see attached", "").file("Notice to vacate.eml", "message/rfc822", b"From: a@b\r\nSubject: inner\r\n\r\nbody"))
            .says("Fwd: Notice", "see attached", "").with(&["notice-to-vacate.eml"]).first(b"From: a@b\r\nSubject: inner\r\n\r\nbody"),
        sample("calendar invitation", form("Message-ID: <c1@x.example>\nContent-Class: urn:content-classes:calendarmessage", "Invitation: VCAT hearing", "You are invited", "<p>You are invited</p>").file("invite.ics", "text/calendar; charset=\"utf-8\"; method=REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
            .says("Invitation: VCAT hearing", "invited", "invited").with(&["invite.ics"]),
        sample("winmail.dat", form(outlook, "Contract", "See the attachment", "").file("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00"))
            .says("Contract", "See", "").with(&["winmail.dat"]).first(b"\x78\x9f\x3e\x22\x01\x00"),
        sample("signed mail", form("Message-ID: <s1@x.example>", "Signed", "signed", "").file("smime.p7s", "application/pkcs7-signature; name=smime.p7s", b"0\x82"))
            .says("Signed", "signed", "").with(&["smime.p7s"]),
        sample("the same file twice", form("Message-ID: <d1@x.example>", "Twice", "two", "").file("a.txt", "text/plain", b"a").file("a.txt", "text/plain", b"a"))
            .says("Twice", "two", "").with(&["a.txt", "a.txt"]),
        sample("many words for one file", form("Message-ID: <n1@x.example>", "Name", "n", "").file("My \"final\" lease; v2.pdf", "application/pdf", b"%PDF"))
            .says("Name", "n", "").with(&["my-final-lease-v2.pdf"]),
        sample("blank subject", form("Message-ID: <b1@x.example>", "", "no subject", "")).says("", "no subject", ""),
        sample("empty mail", form("Message-ID: <e1@x.example>", "Empty", "", "")).says("Empty", "", ""),
        sample("a very long line", form("Message-ID: <l1@x.example>", "Long", &format!("{}END", "x".repeat(200_000)), "")).says("Long", "xEND", ""),
    ]
}

/// Languages and character sets.
fn charsets() -> Vec<Sample> {
    let with = |label: &str, text: &[u8]| {
        let charsets = format!(r#"{{"text":"{label}","subject":"UTF-8","html":"{label}"}}"#);
        let id = format!("Message-ID: <{label}@charset.example>");
        Form::message("Charset", "").headers(&id).bytes("text", text).field("charsets", &charsets)
    };
    let says = |name, form, text| sample(name, form).says("Charset", text, "");
    vec![
        says("latin 1", with("iso-8859-1", b"caf\xe9 \xa3100"), "café £100"),
        says("windows 1252", with("Windows-1252", b"\x93smart\x94 \x96 \x80"), "“smart” – €"),
        says("simplified chinese", with("gb2312", b"\xc4\xe3\xba\xc3"), "你好"),
        says("gb18030", with("gb18030", b"\x81\x30\x81\x30\xc4\xe3"), "你"),
        says("traditional chinese", with("big5", b"\xa7A\xa6n"), "你好"),
        says("japanese, stateful", with("iso-2022-jp", b"\x1b$B$3$s$K$A$O\x1b(B"), "こんにちは"),
        says("japanese, shift", with("shift_jis", b"\x82\xb1\x82\xf1"), "こん"),
        says("korean", with("euc-kr", b"\xbe\xc8\xb3\xe7"), "안녕"),
        says("hebrew", with("windows-1255", b"\xf9\xec\xe5\xed"), "שלום"),
        says("arabic", with("windows-1256", b"\xe3\xd1\xcd\xc8\xc7"), "مرحبا"),
        says("cyrillic", with("koi8-r", b"\xf0\xd2\xc9\xd7\xc5\xd4"), "Привет"),
        says("vietnamese in utf-8", with("utf-8", "Xin chào bạn".as_bytes()), "Xin chào bạn"),
        says("right to left marks", with("utf-8", "\u{202b}שלום\u{202c} hello".as_bytes()), "שלום"),
        says("emoji", with("utf-8", "👩‍⚖️🏠".as_bytes()), "👩‍⚖️🏠"),
        says("ascii that is utf-8", with("us-ascii", "naïve".as_bytes()), "naïve"),
        says("unknown set", with("x-user-defined-7", b"caf\xe9"), "caf"),
        says("no set that exists", with("klingon", b"caf\xe9"), "café"),
        says("said to be utf-8", with("utf-8", b"cut \xf0\x9f\x8f"), "cut \u{fffd}"),
        says("null characters", with("utf-8", b"a\0b\0"), "ab"),
        says("sets that are no json", with("utf-8", "é".as_bytes()).field("charsets", "{"), "é"),
        sample(
            "chinese subject and file",
            Form::message("关于租约", "你好").headers("Message-ID: <zh@x.example>").file(
                "租约 合同.pdf",
                "application/pdf",
                b"%PDF",
            ),
        )
        .says("关于租约", "你好", "")
        .with(&["attachment.pdf"]),
        sample(
            "arabic html",
            Form::message("مرحبا", "")
                .headers("Message-ID: <ar@x.example>")
                .field("html", "<p dir=\"rtl\">مرحبا</p>"),
        )
        .says("مرحبا", "", "dir=\"rtl\""),
    ]
}

/// Missing and strange parts of a post.
fn odd() -> Vec<Sample> {
    let named = |name: &str| {
        Form::message("Odd", "t").headers(&format!("Message-ID: <{name}@odd.example>"))
    };
    let odd = |name, form| sample(name, form).says("Odd", "t", "");
    vec![
        odd("no headers", Form::message("Odd", "t").without("headers")),
        odd("no sender", named("2").without("from")),
        odd("no charsets", named("3").without("charsets")),
        sample("no subject", named("4").without("subject")).says("", "t", ""),
        sample("no text", named("5").without("text")).says("Odd", "", ""),
        odd("no envelope", named("6").without("envelope")),
        odd("no to", named("7").without("to")),
        odd(
            "envelope of other kinds",
            named("8").field("envelope", &format!(r#"{{"to":"{ADDRESS}","from":7}}"#)),
        ),
        odd(
            "broken attachment info",
            named("9").field("attachment-info", "{{{").field("content-ids", "[1,2]"),
        ),
        odd(
            "extra fields",
            named("10")
                .field("SPF", "pass")
                .field("dkim", "{@x : pass}")
                .field("sender_ip", "1.2.3.4")
                .field("spam_score", "9.9"),
        ),
        odd("file without a name", named("11").file("", "", b"x")).with(&["attachment"]),
        odd(
            "file with a path",
            named("12").file("..\\..\\evil/../x.exe", "application/octet-stream", b"MZ"),
        )
        .with(&["x.exe"]),
        odd("file that is dots", named("13").file("..", "text/plain", b"x")).with(&["attachment"]),
        odd("empty file", named("14").file("empty.txt", "text/plain", b""))
            .with(&["empty.txt"])
            .first(b""),
        odd(
            "file that holds a boundary",
            named("15").file("b.txt", "text/plain", b"--xYzZ\r\n--xYzZYx\r\n\r\n"),
        )
        .with(&["b.txt"])
        .first(b"--xYzZ\r\n--xYzZYx\r\n\r\n"),
        odd("file that is no media type", named("16").file("m.bin", "not a type\0", b"x"))
            .with(&["m.bin"]),
        odd("a name that is too long", named("17").file(&"long ".repeat(200), "text/plain", b"x")),
    ]
    .into_iter()
    .map(
        |sample| {
            if sample.name == "a name that is too long" { sample.with(&[LONG]) } else { sample }
        },
    )
    .collect()
}

/// 120 characters of `long-long-...`.
const LONG: &str = "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-";

fn mime(lines: &[&str]) -> Form {
    Form::raw(lines.join("\r\n").as_bytes())
}

/// The head of a whole message of this media type.
fn head(id: &str, kind: &str) -> String {
    format!(
        "From: Mary <mary@example.com>\r\nTo: {ADDRESS}\r\nMessage-ID: <{id}@whole.example>\r\nSubject: Whole\r\nMIME-Version: 1.0\r\nContent-Type: {kind}"
    )
}

fn says(name: &'static str, form: Form) -> Sample {
    sample(name, form).says("Whole", "hello", "")
}

fn photo() -> String {
    BASE64_STANDARD.encode(b"\xff\xd8\xff\xe0photo")
}

/// Whole messages of one part.
fn whole_plain() -> Vec<Sample> {
    vec![
        says("plain", mime(&[&head("1", "text/plain"), "", "hello world"])),
        says(
            "quoted printable",
            mime(&[
                &head("2", "text/plain; charset=iso-8859-1"),
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "hello caf=E9 =",
                "soft",
            ]),
        ),
        says(
            "base64 with broken lines",
            mime(&[
                &head("3", "text/plain; charset=utf-8"),
                "Content-Transfer-Encoding: BASE64",
                "",
                "aGVs",
                " bG8g",
                "d29ybGQ",
            ]),
        ),
        sample(
            "encoded subject",
            mime(&[
                "From: a@b.example",
                "Subject: =?UTF-8?Q?Caf=C3=A9?= =?iso-8859-1?q?_r=E9sum=E9?=",
                "",
                "hello",
            ]),
        )
        .says("Café résumé", "hello", ""),
        sample("bare line feeds", Form::raw(b"From: a@b.example\nSubject: Bare\n\nhello\n"))
            .says("Bare", "hello", ""),
        sample("no headers at all", Form::raw(b"\r\nhello")).says("", "hello", ""),
    ]
}

/// Whole messages of several parts.
fn whole_parts() -> Vec<Sample> {
    vec![
        sample(
            "alternative",
            mime(&[
                &head("4", "multipart/alternative; boundary=\"=_b\""),
                "",
                "--=_b",
                "Content-Type: text/plain",
                "",
                "hello",
                "--=_b",
                "Content-Type: text/html",
                "",
                "<b>hello</b>",
                "--=_b--",
            ]),
        )
        .says("Whole", "hello", "<b>hello</b>"),
        says(
            "never closed",
            mime(&[
                &head("7", "multipart/mixed; boundary=b"),
                "",
                "--b",
                "Content-Type: text/plain",
                "",
                "hello",
            ]),
        ),
        says(
            "nested forward",
            mime(&[
                &head("8", "multipart/mixed; boundary=b"),
                "",
                "--b",
                "",
                "hello",
                "--b",
                "Content-Type: message/rfc822",
                "Content-Disposition: attachment; filename=inner.eml",
                "",
                "From: x@y.example",
                "Subject: Inner",
                "Content-Type: multipart/mixed; boundary=c",
                "",
                "--c",
                "",
                "deep",
                "--c--",
                "--b--",
            ]),
        )
        .with(&["inner.eml"]),
    ]
}

/// Whole messages with pictures.
fn whole_pictures() -> Vec<Sample> {
    vec![
        says(
            "mixed with a photo",
            mime(&[
                &head("5", "multipart/mixed; boundary=b"),
                "",
                "--b",
                "",
                "hello",
                "--b",
                "Content-Type: image/jpeg; name=\"a b.jpg\"",
                "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; filename=\"a b.jpg\"",
                "",
                &photo(),
                "--b--",
            ]),
        )
        .with(&["a-b.jpg"])
        .first(b"\xff\xd8\xff\xe0photo"),
        sample(
            "related image",
            mime(&[
                &head("6", "multipart/related; boundary=b"),
                "",
                "--b",
                "Content-Type: text/html",
                "",
                "<p>hello<img src=cid:x@y>",
                "--b",
                "Content-Type: image/jpeg",
                "Content-ID: <x@y>",
                "Content-Transfer-Encoding: base64",
                "",
                &photo(),
                "--b--",
            ]),
        )
        .says("Whole", "", "cid:x@y")
        .with(&["attachment"]),
    ]
}

/// Whole messages whose files have odd names.
fn whole_names() -> Vec<Sample> {
    vec![
        says(
            "encoded names",
            mime(&[
                &head("9", "multipart/mixed; boundary=b"),
                "",
                "--b",
                "",
                "hello",
                "--b",
                "Content-Type: application/pdf",
                "Content-Disposition: attachment; filename*0*=UTF-8''na%C3%AF; filename*1*=ve.pdf",
                "",
                "%PDF",
                "--b--",
            ]),
        )
        .with(&["naive.pdf"]),
        says(
            "encoded name the old way",
            mime(&[
                &head("10", "multipart/mixed; boundary=b"),
                "",
                "--b",
                "",
                "hello",
                "--b",
                "Content-Type: application/pdf; name=\"=?utf-8?B?bMOpYXNlLnBkZg==?=\"",
                "",
                "%PDF",
                "--b--",
            ]),
        )
        .with(&["lease.pdf"]),
    ]
}

/// Messages that no program should have made.
fn broken() -> Vec<Sample> {
    let says = |name, form, text| sample(name, form).says("Broken", text, "");
    let head = "From: a@b.example\r\nSubject: Broken\r\nMIME-Version: 1.0\r\n";
    let raw = |rest: &[u8]| Form::raw(&[head.as_bytes(), rest].concat());
    vec![
        says("no boundary", raw(b"Content-Type: multipart/mixed\r\n\r\nhello"), "hello"),
        says("unknown encoding", raw(b"Content-Transfer-Encoding: x-uue\r\n\r\nhello"), "hello"),
        says(
            "unknown set",
            raw(b"Content-Type: text/plain; charset=x-none\r\n\r\nhello \xe9"),
            "hello",
        ),
        says(
            "wrong set",
            raw(b"Content-Type: text/plain; charset=utf-8\r\n\r\nhello \xe9\xff"),
            "hello",
        ),
        says("nulls", raw(b"\r\nhel\0lo"), "hello"),
        says(
            "half of an escape",
            raw(b"Content-Transfer-Encoding: quoted-printable\r\n\r\nhello =C3=\r\n=4"),
            "hello",
        ),
        says("base64 that is none", raw(b"Content-Transfer-Encoding: base64\r\n\r\n!!!!"), "!!!!"),
    ]
}

/// Machines.
fn machines() -> Vec<Sample> {
    let null = |form: Form| form.envelope("", &[ADDRESS]);
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=x\nMessage-ID: <r1@x.example>\nAuto-Submitted: auto-replied";
    vec![
        sample("exchange bounce", null(form(report, "Undeliverable: Your case", "Delivery has failed to these recipients", "<h1>Delivery has failed</h1>").field("from", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>").file("details.txt", "message/delivery-status", b"Action: failed").file("original.eml", "message/rfc822", b"x")))
            .says("Undeliverable: Your case", "failed", "failed").with(&["details.txt", "original.eml"]),
        sample("postfix bounce", null(form("Message-ID: <r2@x.example>\nAuto-Submitted: auto-replied", "Undelivered Mail Returned to Sender", "I'm sorry", "").field("from", "MAILER-DAEMON@example.com (Mail Delivery System)")))
            .says("Undelivered Mail Returned to Sender", "sorry", ""),
        sample("out of office", form("Message-ID: <o1@x.example>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Automatic reply: Your case", "I am on leave", ""))
            .says("Automatic reply: Your case", "leave", "").quiet(),
        sample("vacation", form("Message-ID: <o2@x.example>\nPrecedence: bulk\nX-Autoreply: yes", "Vacation", "Away", ""))
            .says("Vacation", "Away", "").quiet(),
        sample("read receipt", form("Message-ID: <o3@x.example>\nContent-Type: multipart/report; report-type=disposition-notification", "Read: Your case", "was read", ""))
            .says("Read: Your case", "read", ""),
        sample("mailing list", form("Message-ID: <o4@x.example>\nList-Id: <l.example>\nPrecedence: list", "[list] News", "news", ""))
            .says("[list] News", "news", ""),
    ]
}
