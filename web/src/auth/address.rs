//! Where a request really comes from. Forwarded headers count only when a trusted proxy sent them.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{HttpRequest, http::header::HeaderMap, web::Data};
use clerk_base::config::Network;
use clerk_domain::Context;

/// The address of the person's machine, for rate limits and the audit log.
#[must_use]
pub fn client_address(request: &HttpRequest) -> IpAddr {
    let peer = peer(request);
    if is_trusted(request, peer) {
        forwarded_for(request.headers(), trusted(request)).unwrap_or(peer)
    } else {
        peer
    }
}

/// Whether the person's browser speaks HTTPS, as the proxy in front of us says.
#[must_use]
pub fn is_https(request: &HttpRequest) -> bool {
    let forwarded = request.headers().get("x-forwarded-proto");
    forwarded.is_some_and(|scheme| scheme.as_bytes() == b"https")
        && is_trusted(request, peer(request))
}

/// Whether the request comes by way of a proxy of ours.
#[must_use]
pub fn is_from_proxy(request: &HttpRequest) -> bool {
    is_trusted(request, peer(request))
}

fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical())
}

fn trusted(request: &HttpRequest) -> &[Network] {
    request.app_data::<Data<Context>>().map_or(&[], |ctx| &ctx.config.web.trusted_proxies)
}

fn is_trusted(request: &HttpRequest, address: IpAddr) -> bool {
    trusted(request).iter().any(|network| network.contains(&address))
}

/// Cloudflare's word for the client, or the last hop of `X-Forwarded-For` that is no proxy of ours:
/// whatever stands before it may have been made up.
fn forwarded_for(headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    let parse =
        |text: &str| text.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical());
    let cloudflare = headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok());
    if let Some(address) = cloudflare.and_then(parse) {
        return Some(address);
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    hops.into_iter()
        .rev()
        .map_while(parse)
        .find(|address| !trusted.iter().any(|network| network.contains(address)))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn forwarded(headers: &[(&'static str, &str)]) -> Option<String> {
        let request = headers
            .iter()
            .fold(TestRequest::default(), |request, &header| request.append_header(header))
            .to_http_request();
        let trusted = ["127.0.0.1/32".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
        forwarded_for(request.headers(), &trusted).map(|address| address.to_string())
    }

    #[test]
    fn the_last_untrusted_hop_is_the_client() {
        assert_eq!(forwarded(&[]), None);
        assert_eq!(forwarded(&[("x-forwarded-for", "1.2.3.4")]).unwrap(), "1.2.3.4");
        assert_eq!(
            forwarded(&[("x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.7")]).unwrap(),
            "1.2.3.4"
        );
        let twice = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "1.2.3.4")];
        assert_eq!(forwarded(&twice).unwrap(), "1.2.3.4");
        assert_eq!(forwarded(&[("x-forwarded-for", "6.6.6.6, nonsense")]), None);
        let cloudflare = [("x-forwarded-for", "6.6.6.6"), ("cf-connecting-ip", "2001:db8::1")];
        assert_eq!(forwarded(&cloudflare).unwrap(), "2001:db8::1");
    }
}
