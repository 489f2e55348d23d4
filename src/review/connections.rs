//! Connections of the web server: each is ended once nothing came or went on it for a while.
//!
//! In: a socket that listens. Out: connections that do not wait to send a short answer. Never: a connection that
//! somebody holds open by saying nothing.

use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep};

use crate::limits;

/// How long nothing may come or go: longer than one file may take to be published.
const PATIENCE: Duration = Duration::from_secs(limits::FILE_SECONDS + 30);

/// A listener whose connections end when they are silent.
pub(super) struct PatientListener(pub(super) TcpListener);

impl Listener for PatientListener {
    type Io = PatientStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // The listener of the library goes on after errors of single connections.
        let (stream, address) = Listener::accept(&mut self.0).await;
        // An answer that cannot be sent at once is sent later: no reason to end the connection.
        let _ = stream.set_nodelay(true);
        (PatientStream { stream, end: Box::pin(tokio::time::sleep(PATIENCE)) }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// A connection that ends when it is silent.
pub(super) struct PatientStream {
    stream: TcpStream,
    end: Pin<Box<Sleep>>,
}

impl PatientStream {
    /// Something came or went: the time runs anew.
    fn goes_on(&mut self) {
        self.end.as_mut().reset(Instant::now() + PATIENCE);
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if read.is_ready() {
            self.goes_on();
            return read;
        }
        match self.end.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if written.is_ready() {
            self.goes_on();
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        if written.is_ready() {
            self.goes_on();
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
