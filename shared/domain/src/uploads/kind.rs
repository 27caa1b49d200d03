//! The kinds of file that are accepted.

use std::path::Path;

use strum::VariantArray;

/// What a file is, going by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Kind {
    /// JPEG image.
    Jpeg,
    /// PNG image.
    Png,
    /// GIF image.
    Gif,
    /// WebP image.
    WebP,
    /// HEIC or HEIF image, as iPhones make them.
    Heic,
    /// Windows bitmap.
    Bmp,
    /// TIFF image.
    Tiff,
    /// PDF document.
    Pdf,
    /// Word document of the old binary kind.
    Doc,
    /// Word document.
    Docx,
    /// Plain text in UTF-8.
    Text,
}

impl Kind {
    /// The media type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Heic => "image/heic",
            Self::Bmp => "image/bmp",
            Self::Tiff => "image/tiff",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The extensions it goes by, the usual one first.
    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &[".jpg", ".jpeg", ".jpe", ".jfif"],
            Self::Png => &[".png"],
            Self::Gif => &[".gif"],
            Self::WebP => &[".webp"],
            Self::Heic => &[".heic", ".heif"],
            Self::Bmp => &[".bmp", ".dib"],
            Self::Tiff => &[".tif", ".tiff"],
            Self::Pdf => &[".pdf"],
            Self::Doc => &[".doc", ".dot"],
            Self::Docx => &[".docx"],
            Self::Text => &[".txt", ".text", ".md", ".csv", ".log", ".eml", ".rtf"],
        }
    }

    /// Whether a browser may show it in a window of its own, rather than only save it.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self == Self::Pdf || self.content_type().starts_with("image/")
    }

    /// The kind that files with this name's extension are, going by the name alone.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = extension(name);
        Self::VARIANTS.iter().copied().find(|kind| kind.extensions().contains(&extension.as_str()))
    }

    /// The extension to store a file under: the lower-case one of its name, as the original did, if
    /// that fits the content. A name without one stays so; an odd or misleading one gives way to the
    /// usual one of the kind.
    #[must_use]
    pub fn extension_for(self, name: &str) -> String {
        let own = extension(name);
        if own.is_empty() || self.extensions().contains(&own.as_str()) {
            own
        } else {
            self.extensions().first().map(|&it| it.to_owned()).unwrap_or_default()
        }
    }
}

/// The last extension of a name, in lower case with its dot, or nothing.
fn extension(name: &str) -> String {
    Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .map(|extension| format!(".{}", extension.to_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_come_from_the_name_when_they_fit() {
        let cases = [
            (Kind::Jpeg, "IMG_1.JPEG", ".jpeg"),
            (Kind::Jpeg, "letter.pdf.jpg", ".jpg"),
            (Kind::Jpeg, "photo", ""),
            (Kind::Jpeg, ".jpg", ""),
            (Kind::Jpeg, "photo.", ".jpg"),
            (Kind::Jpeg, "photo.exe", ".jpg"),
            (Kind::Pdf, "scan.png", ".pdf"),
            (Kind::Pdf, "scan.p\u{0}df", ".pdf"),
            (Kind::Text, "notes.html", ".txt"),
            (Kind::Docx, "brief.DOCX", ".docx"),
        ];
        for (kind, name, extension) in cases {
            assert_eq!(kind.extension_for(name), extension, "{name}");
        }
    }
}
