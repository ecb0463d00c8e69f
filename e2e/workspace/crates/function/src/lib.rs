//! The loop of every function: envelopes in, a handler, envelopes out, in the order of their arrival.

use envelope::{Envelope, EnvelopeError, Event};
use serde::{de::DeserializeOwned, Serialize};
use settings::Settings;
use std::{future::Future, io::BufRead, sync::Arc, time::Duration};
use telemetry::{Level, Log};
use tokio::{
    sync::{mpsc, Semaphore},
    task::JoinHandle,
    time,
};

#[derive(Debug, thiserror::Error)]
pub enum FunctionError {
    #[error("a line is not an envelope: {0}")]
    Line(#[from] serde_json::Error),
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    #[error("took longer than {0:?}")]
    Timeout(Duration),
    #[error("{0}")]
    Handler(Box<dyn std::error::Error + Send + Sync>),
    #[error("cannot read or write: {0}")]
    Io(#[from] std::io::Error),
    #[error("a task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

type Outcome = Result<Envelope, FunctionError>;

/// Works on every line of standard input and stops at the first failure unless told to keep going.
pub fn run<I, O, F, E>(
    settings: &Settings,
    handler: impl Fn(I) -> F + Send + Sync + 'static,
) -> Result<(), FunctionError>
where
    I: Event + DeserializeOwned + Send + 'static,
    O: Event + Serialize + Send + 'static,
    F: Future<Output = Result<O, E>> + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(pump(settings, Arc::new(handler)))
}

async fn pump<I, O, F, E, H>(settings: &Settings, handler: Arc<H>) -> Result<(), FunctionError>
where
    I: Event + DeserializeOwned + Send + 'static,
    O: Event + Serialize + Send + 'static,
    F: Future<Output = Result<O, E>> + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    H: Fn(I) -> F + Send + Sync + 'static,
{
    let permits = Arc::new(Semaphore::new(usize::from(settings.concurrency)));
    let (sender, receiver) = mpsc::unbounded_channel();
    let timeout = settings.timeout;
    for line in std::io::stdin().lock().lines() {
        let envelope: Envelope = serde_json::from_str(&line?)?;
        let (permits, handler) = (permits.clone(), handler.clone());
        let task = tokio::spawn(async move {
            let _permit = permits.acquire_owned().await.expect("the semaphore is never closed");
            handle(envelope, timeout, &*handler).await
        });
        sender.send(task).expect("the receiver outlives this loop");
    }
    drop(sender);
    collect(receiver, settings).await
}

async fn handle<I, O, F, E>(envelope: Envelope, timeout: Duration, handler: &impl Fn(I) -> F) -> Outcome
where
    I: Event + DeserializeOwned,
    O: Event + Serialize,
    F: Future<Output = Result<O, E>>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let sequence = envelope.sequence;
    let output = time::timeout(timeout, handler(envelope.open()?))
        .await
        .map_err(|_| FunctionError::Timeout(timeout))?
        .map_err(|error| FunctionError::Handler(error.into()))?;
    Ok(Envelope::seal(sequence, &output)?)
}

async fn collect(
    mut tasks: mpsc::UnboundedReceiver<JoinHandle<Outcome>>,
    settings: &Settings,
) -> Result<(), FunctionError> {
    let log = Log::new(match settings.log_level {
        settings::Level::Debug => Level::Debug,
        settings::Level::Info => Level::Info,
        settings::Level::Error => Level::Error,
    });
    while let Some(task) = tasks.recv().await {
        match task.await? {
            Ok(envelope) => println!("{}", serde_json::to_string(&envelope)?),
            Err(error) if settings.keep_going => log.write(Level::Error, "event failed", &error.to_string()),
            Err(error) => return Err(error),
        }
    }
    log.write(Level::Debug, "end of input", &());
    Ok(())
}
