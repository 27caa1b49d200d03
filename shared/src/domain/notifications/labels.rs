//! What codes are called in messages.

/// What a topic is called. Slack gets to see the code of one that is new here.
pub fn topic(code: &str) -> &str {
    match code {
        "REPAIRS" => "Repairs",
        "BONDS" => "Bonds",
        "EVICTION_ARREARS" => "Eviction (Arrears)",
        "EVICTION_RETALIATORY" => "Eviction (Retaliatory)",
        "HEALTH_CHECK" => "Housing Health Check",
        "RENT_REDUCTION" => "Rent reduction",
        "OTHER" => "Other",
        other => other,
    }
}

/// What a kind of referrer is called.
pub fn referrer_type(code: &str) -> &str {
    match code {
        "LEGAL_CENTRE" => "Legal centre",
        "COMMUNITY_ORGANISATION" => "Community organisation",
        "SEARCH" => "Search",
        "SOCIAL_MEDIA" => "Social media",
        "WORD_OF_MOUTH" => "Word of mouth",
        "ONLINE_AD" => "Online ad",
        "HOUSING_SERVICE" => "Housing service",
        "RADIO" => "Radio",
        "BILLBOARD" => "Billboard",
        "POSTER" => "Poster",
        "RETURNING_CLIENT" => "Returning client",
        other => other,
    }
}
