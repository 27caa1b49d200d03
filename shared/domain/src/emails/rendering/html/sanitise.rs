//! What may be in the HTML of an email that a page shows.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use ammonia::{Builder, UrlRelative};
use clerk_base::urls::ATTACHMENTS;

use super::pieces::ELEMENTS;

/// Nothing here can move an element out of its place, hide it or fetch anything.
const STYLES: [&str; 31] = [
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-right",
    "border-style",
    "border-top",
    "border-width",
    "color",
    "direction",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "line-height",
    "list-style-type",
    "max-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(["script", "style", "title"]))
        .generic_attributes(HashSet::from(["align", "dir", "lang", "style", "title"]))
        .add_tag_attributes("a", &["href"])
        .add_tag_attributes("font", &["color", "face", "size"])
        .add_tag_attributes("img", &["src", "alt", "width", "height"])
        .add_tag_attributes("ol", &["start", "type"])
        .add_tag_attributes("ul", &["type"])
        .add_tag_attributes("table", &["border", "cellpadding", "cellspacing", "width", "bgcolor"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Custom(Box::new(ours)))
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("a", "target", "_blank")
        .filter_style_properties(HashSet::from(STYLES))
        .attribute_filter(attribute);
    for cell in ["td", "th"] {
        builder.add_tag_attributes(
            cell,
            &["bgcolor", "colspan", "height", "rowspan", "valign", "width"],
        );
    }
    builder
});

/// Sanitises tidy HTML.
pub fn sanitise(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// A relative address would be one of our own site, where a click can do things. Only images that
/// came with an email are.
fn ours(address: &str) -> Option<Cow<'_, str>> {
    address.starts_with(ATTACHMENTS).then_some(Cow::Borrowed(address))
}

fn attribute<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let is_allowed = match (element, name) {
        ("img", "src") => value.starts_with(ATTACHMENTS),
        ("a", "href") => !value.starts_with('/'),
        (_, "style") => calls_nothing(value),
        _ => true,
    };
    is_allowed.then_some(Cow::Borrowed(value))
}

/// Whether the only functions in a style are colours.
fn calls_nothing(style: &str) -> bool {
    let colours =
        ["rgb(", "rgba(", "hsl(", "hsla("].iter().map(|colour| style.matches(colour).count());
    !style.contains('\\') && colours.sum::<usize>() == style.matches('(').count()
}
