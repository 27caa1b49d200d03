use clerk_domain::vocabulary::Choices;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const COLOURS: Choices = Choices(&[("RED", "Red"), ("BLUE", "Light blue")]);

/// Code and field of everything wrong.
fn wrong(body: &mut Body) -> Vec<(&'static str, String)> {
    match body.finish() {
        Err(ApiError::Validation(errors)) => {
            errors.into_iter().map(|error| (error.code, error.attr.into_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// What is wrong with one field of this value.
fn problem<T>(value: Value, read: impl FnOnce(&mut Body) -> Given<T>) -> Option<&'static str> {
    let mut body = Body::of(json!({ "it": value })).unwrap();
    read(&mut body);
    wrong(&mut body).first().map(|(code, _)| *code)
}

fn read<T>(value: Value, read: impl FnOnce(&mut Body) -> Given<T>) -> Given<T> {
    let mut body = Body::of(json!({ "it": value })).unwrap();
    let found = read(&mut body);
    assert!(wrong(&mut body).is_empty(), "{value}");
    found
}

#[test]
fn absent_null_and_value_are_three_things() {
    let mut body = Body::of(json!({"null": null, "blank": "", "text": " a "})).unwrap();
    assert_eq!(body.text("null", 9, OPTIONAL.or_null()).nullable(), Some(None));
    assert_eq!(body.text("absent", 9, OPTIONAL.or_null()).nullable(), None);
    assert_eq!(body.text("text", 9, OPTIONAL).nullable(), Some(Some("a".to_owned())));
    assert_eq!(body.date("blank", OPTIONAL.blank_is_null()).nullable(), Some(None));
    assert!(body.finish().is_ok());
}

#[test]
fn everything_wrong_is_told() {
    let mut body = Body::of(json!({
        "null": null, "blank": " ", "long": "abc", "nul": "a\0", "list": ["RED", "PUCE", ""],
        "inner": {"email": "no"},
    }))
    .unwrap();
    body.text("absent", 9, REQUIRED);
    body.text("null", 9, OPTIONAL);
    body.text("blank", 9, OPTIONAL);
    body.text("long", 2, OPTIONAL);
    body.text("nul", 9, OPTIONAL);
    body.choice_list("list", COLOURS, OPTIONAL);
    body.nested("inner", OPTIONAL, |inner| inner.email("email", 99, REQUIRED));
    let expected = [
        ("required", "absent"),
        ("null", "null"),
        ("blank", "blank"),
        ("max_length", "long"),
        ("null_characters_not_allowed", "nul"),
        ("invalid_choice", "list.1"),
        ("blank", "list.2"),
        ("invalid", "inner.email"),
    ];
    assert_eq!(wrong(&mut body), expected.map(|(code, name)| (code, name.to_owned())));
    let mut patch = Body::of(json!({})).unwrap().partial();
    patch.text("absent", 9, REQUIRED);
    assert!(patch.finish().is_ok());
}

#[test]
fn numbers_may_be_texts() {
    let number = |value| read(value, |body| body.integer("it", 0..=900, OPTIONAL));
    assert_eq!(number(json!("450")), Given::Value(450));
    assert_eq!(number(json!(" 4.00 ")), Given::Value(4));
    assert_eq!(number(json!(4.0)), Given::Value(4));
    let wrong = |value| problem(value, |body| body.integer("it", 0..=900, OPTIONAL));
    assert_eq!(wrong(json!(-1)), Some("min_value"));
    assert_eq!(wrong(json!(901)), Some("max_value"));
    assert_eq!(wrong(json!("99999999999999999999999")), Some("max_value"));
    for value in [json!("4.5"), json!(""), json!(true), json!([1]), json!("x"), json!(1e300)] {
        assert_eq!(wrong(value.clone()), Some("invalid"), "{value}");
    }
    assert_eq!(read(json!("7"), |body| body.key("it", OPTIONAL)), Given::Value(7));
    let key = |value| problem(value, |body| body.key("it", OPTIONAL));
    assert_eq!(key(json!("x")), Some("incorrect_type"));
    assert_eq!(key(json!(99_999_999_999_u64)), Some("does_not_exist"));
}

#[test]
fn days_come_in_two_ways() {
    let day = |value| read(value, |body| body.date("it", OPTIONAL)).value().unwrap().to_string();
    assert_eq!(day(json!("2026-03-04")), "2026-03-04");
    assert_eq!(day(json!("04/03/2026")), "2026-03-04");
    let wrong = |value| problem(value, |body| body.date("it", OPTIONAL));
    for value in [json!("31/02/2026"), json!("04/03/26x"), json!(4), json!(""), json!("04/03/0001")]
    {
        assert_eq!(wrong(value.clone()), Some("invalid"), "{value}");
    }
    let midnight = read(json!("05/01/2026"), |body| body.local_day("it", OPTIONAL));
    assert_eq!(midnight.value().unwrap().to_rfc3339(), "2026-01-04T13:00:00+00:00");
    assert_eq!(
        problem(json!("2026-01-05"), |body| body.local_day("it", OPTIONAL)),
        Some("invalid")
    );
    let at = |value| read(value, |body| body.instant("it", OPTIONAL)).value().unwrap().to_rfc3339();
    assert_eq!(at(json!("2025-11-25T00:00:00Z")), "2025-11-25T00:00:00+00:00");
    assert_eq!(at(json!("2025-11-25T11:00:00")), "2025-11-25T00:00:00+00:00");
}

#[test]
fn addresses_have_a_shape() {
    for good in ["a@b.co", "first.last+tag@sub.example.org", "o'neil@example.org"] {
        read(json!(good), |body| body.email("it", 150, OPTIONAL));
    }
    for bad in
        ["a", "a@b", "@b.co", "a@@b.co", "a b@c.de", "a@b..co", "a@-b.co", ".a@b.co", "a\n@b.co"]
    {
        let found = problem(json!(bad), |body| body.email("it", 150, OPTIONAL));
        assert_eq!(found, Some("invalid"), "{bad}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9]{1,2}/[0-9]{1,2}/[0-9]{1,6}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?)?"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,3}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever comes in, reading ends with a value or an error of that field.
    #[test]
    fn arbitrary_input_is_read_or_refused(value in any_json()) {
        let rules = [OPTIONAL, REQUIRED, OPTIONAL.or_null(), OPTIONAL.or_blank(), OPTIONAL.blank_is_null()];
        for rule in rules {
            let body = || Body::of(json!({ "it": value })).unwrap();
            macro_rules! holds {
                ($read:expr) => {{
                    let mut body = body();
                    let read: fn(&mut Body, Rule) -> bool = $read;
                    let found = read(&mut body, rule);
                    let refused = body.finish().is_err();
                    prop_assert!(found != refused, "{value} {rule:?}");
                }};
            }
            // Each tells whether the field was given.
            holds!(|body, rule| body.text("it", 20, rule) != Given::Absent);
            holds!(|body, rule| body.email("it", 20, rule) != Given::Absent);
            holds!(|body, rule| body.choice("it", COLOURS, rule) != Given::Absent);
            holds!(|body, rule| body.integer("it", 0..=9, rule) != Given::Absent);
            holds!(|body, rule| body.boolean("it", rule) != Given::Absent);
            holds!(|body, rule| body.key("it", rule) != Given::Absent);
            holds!(|body, rule| body.uuid("it", rule) != Given::Absent);
            holds!(|body, rule| body.date("it", rule) != Given::Absent);
            holds!(|body, rule| body.local_day("it", rule) != Given::Absent);
            holds!(|body, rule| body.instant("it", rule) != Given::Absent);
        }
    }
}
