//! The web server: requests in, answers out, nothing of the work itself.
//!
//! In: a socket that listens, and who answers. Out: HTTP. Never: a body that is larger than a form may be.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;

use super::connections::PatientListener;
use super::http::{ALWAYS, Asked, HttpAnswer};
use crate::limits;
use crate::workers::Interrupt;

/// Whoever answers requests; may take its time, for it is asked on a thread of its own.
pub(crate) trait Answering: Send + Sync + 'static {
    /// The answer to a request that is turned away by its head alone, before a byte of its body is read.
    fn turn_away(&self, head: &Asked) -> Option<HttpAnswer>;

    /// The answer to a request.
    fn answer(&self, asked: &Asked) -> HttpAnswer;
}

/// Serves until the run is to end.
///
/// # Errors
/// What the system says of the socket.
pub(crate) fn serve<A: Answering>(
    listener: TcpListener,
    answering: Arc<A>,
    interrupt: &Interrupt,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let interrupt = interrupt.clone();
    let served = runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(answered::<A>).with_state(answering);
        let end = async move {
            while !interrupt.asked() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        axum::serve(PatientListener(listener), router).with_graceful_shutdown(end).await
    });
    runtime.shutdown_timeout(Duration::from_secs(2));
    served
}

async fn answered<A: Answering>(State(answering): State<Arc<A>>, request: Request) -> Response {
    let answer = match asked(request, &*answering).await {
        Ok(asked) => {
            tokio::task::spawn_blocking(move || answering.answer(&asked)).await.unwrap_or_else(|_| {
                HttpAnswer::text(500, "itudoc failed on this request; the documents are not concerned")
            })
        }
        Err(answer) => answer,
    };
    sent(answer)
}

async fn asked<A: Answering>(request: Request, answering: &A) -> Result<Asked, HttpAnswer> {
    let (parts, body) = request.into_parts();
    let headers =
        parts.headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), text_of(value)?)));
    let query = parts.uri.query().unwrap_or_default();
    let mut asked = Asked {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: pairs(query.as_bytes().to_vec()).await.unwrap_or_default(),
        headers: headers.collect(),
        form: Vec::new(),
    };
    if let Some(answer) = answering.turn_away(&asked) {
        return Err(answer);
    }
    if parts.method == Method::POST {
        let is_form = asked.header("content-type").is_some_and(|kind| kind.starts_with(FORM));
        if !is_form {
            return Err(HttpAnswer::text(415, "a form is wanted"));
        }
        let body = to_bytes(body, limits::FORM_BYTES).await;
        let body = body.map_err(|_| HttpAnswer::text(413, "the form is too long"))?;
        asked.form = pairs(body.to_vec()).await.ok_or_else(|| HttpAnswer::text(400, "no form of pairs"))?;
    }
    Ok(asked)
}

/// The text of a header: a sign-in may give a name in UTF-8.
fn text_of(value: &HeaderValue) -> Option<String> {
    std::str::from_utf8(value.as_bytes()).ok().map(str::to_owned)
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The pairs of a form or query.
async fn pairs(bytes: Vec<u8>) -> Option<Vec<(String, String)>> {
    let request =
        Request::builder().method(Method::POST).header("content-type", FORM).body(Body::from(bytes));
    let form = axum::Form::<Vec<(String, String)>>::from_request(request.ok()?, &()).await;
    form.ok().map(|axum::Form(pairs)| pairs)
}

fn sent(answer: HttpAnswer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let own = answer.headers.into_iter();
    let always = ALWAYS.into_iter().map(|(name, value)| (name, value.to_owned()));
    for (name, value) in always.chain(own) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
