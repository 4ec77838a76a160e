//! Every call of the crate `segment`, with every option, as single requests and in batches.

use std::env;

use segment::message::{
    Alias, Batch, BatchMessage, Group, Identify, Message, Page, Screen, Track, User,
};
use segment::{AutoBatcher, Batcher, Client, HttpClient};
use serde_json::{json, Map, Value};
use time::format_description::well_known::Rfc3339;
use time::OffsetDateTime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Of which Cargo.lock has this one; the crate does not tell.
const VERSION: &str = "0.2.6";
const TIME: &str = "2026-03-01T15:30:00.123456789+05:30";

/// What the library allows in a batch, and a size of events that divides it.
const BATCH_BYTES: usize = 500 * 1024;
const FULL_EVENT_BYTES: usize = 1024;

struct Run {
    name: String,
    write_key: String,
    http: HttpClient,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let run = Run {
        name: env::var("RUN")?,
        write_key: env::var("WRITE_KEY")?,
        http: HttpClient::new(reqwest::Client::new(), env::var("GATEWAY")?),
    };
    println!(
        "{}",
        json!({ "library": "segment (Rust)", "version": VERSION })
    );
    run.single_calls().await?;
    run.batch().await?;
    run.automatic_batches().await?;
    run.full_batch().await?;
    run.bare_calls().await
}

impl Run {
    /// A request for each call. A call that fails is lost: the library does not repeat.
    async fn single_calls(&self) -> Outcome<()> {
        for (kind, message) in self.messages("single")? {
            self.expect(&format!("single-{kind}"), &message, kind, None, json!({}));
            self.send(alone(message)).await;
        }
        Ok(())
    }

    /// One batch, written by hand, with a context and integrations of its own.
    async fn batch(&self) -> Outcome<()> {
        let context = json!({ "ip": "203.0.113.8", "locale": "de-DE", "shared": { "by": "all" } });
        let mut batch = Vec::new();
        for (kind, message) in self.messages("batch")? {
            let shared = json!({ "context": { "shared": { "by": "all" } }, "integrations": { "Shared": false } });
            self.expect(&format!("batch-{kind}"), &message, kind, None, shared);
            batch.push(message);
        }
        let (context, integrations) =
            (Some(context), Some(json!({ "All": true, "Shared": false })));
        self.send(
            Batch {
                batch,
                context,
                integrations,
                extra: Map::new(),
            }
            .into(),
        )
        .await;
        Ok(())
    }

    /// More than a batch takes; the batcher adds times and sends what is full.
    async fn automatic_batches(&self) -> Outcome<()> {
        let batcher = Batcher::new(Some(json!({ "app": { "name": "Tee" } })));
        let mut batcher = AutoBatcher::new(self.http.clone(), batcher, self.write_key.clone());
        for step in 0..60 {
            let label = format!("automatic-{step}");
            let message: BatchMessage = Track {
                user: User::UserId { user_id: format!("{}-user", self.name) },
                event: "Batched".to_owned(),
                properties: json!({ "step": step, "note": "☕".repeat(if step < 30 { 9_000 } else { 1 }) }),
                extra: self.message_id(&label),
                ..Default::default()
            }
            .into();
            let time =
                json!({ "$matches": "^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" });
            let shared = json!({ "context": { "app": { "name": "Tee" } } });
            self.expect(&label, &message, "track", Some(time), shared);
            if let Err(error) = batcher.push(message).await {
                eprintln!("{label} was given up: {error}");
            }
        }
        if let Err(error) = batcher.flush().await {
            eprintln!("the last batch was given up: {error}");
        }
        Ok(())
    }

    /// Events that fill a batch to the last byte that the library allows, which counts the events alone.
    async fn full_batch(&self) -> Outcome<()> {
        let context = json!({ "app": { "name": "Tee" }, "note": "x".repeat(2_000) });
        let batcher = Batcher::new(Some(context));
        let mut batcher = AutoBatcher::new(self.http.clone(), batcher, self.write_key.clone());
        for step in 0..=BATCH_BYTES / FULL_EVENT_BYTES {
            let label = format!("full-{step}");
            let mut track = Track {
                user: User::UserId {
                    user_id: format!("{}-user", self.name),
                },
                event: "Batched".to_owned(),
                properties: json!({ "note": "" }),
                timestamp: Some(OffsetDateTime::parse(TIME, &Rfc3339)?),
                extra: self.message_id(&label),
                ..Default::default()
            };
            // A comma comes after each.
            let bytes = serde_json::to_vec(&BatchMessage::from(track.clone()))?.len() + 1;
            track.properties = json!({ "note": "x".repeat(FULL_EVENT_BYTES - bytes) });
            let message = track.into();
            self.expect(&label, &message, "track", None, json!({}));
            if let Err(error) = batcher.push(message).await {
                eprintln!("the batch before {label} was given up: {error}");
            }
        }
        batcher.flush().await?;
        Ok(())
    }

    /// As little as a call takes: no id and no time, which the gateway gives them.
    async fn bare_calls(&self) -> Outcome<()> {
        let user = |kind: &str| User::AnonymousId {
            anonymous_id: format!("{}-bare-{kind}", self.name),
        };
        let messages: [(&str, Message); 6] = [
            (
                "track",
                Track {
                    user: user("track"),
                    event: "Bare".to_owned(),
                    ..Default::default()
                }
                .into(),
            ),
            (
                "identify",
                Identify {
                    user: user("identify"),
                    ..Default::default()
                }
                .into(),
            ),
            (
                "group",
                Group {
                    user: user("group"),
                    group_id: "g-1".to_owned(),
                    ..Default::default()
                }
                .into(),
            ),
            (
                "page",
                Page {
                    user: user("page"),
                    ..Default::default()
                }
                .into(),
            ),
            (
                "screen",
                Screen {
                    user: user("screen"),
                    ..Default::default()
                }
                .into(),
            ),
            // Someone who has a user id from now on.
            (
                "alias",
                Alias {
                    user: User::UserId {
                        user_id: format!("{}-bare-alias", self.name),
                    },
                    previous_id: format!("{}-bare-track", self.name),
                    ..Default::default()
                }
                .into(),
            ),
        ];
        for (kind, message) in messages {
            let id = if kind == "alias" {
                "userId"
            } else {
                "anonymousId"
            };
            let person = json!({ id: format!("{}-bare-{kind}", self.name) });
            let expect = json!({
                id: person[id], "type": kind, "messageId": { "$absent": true }, "timestamp": { "$absent": true }
            });
            println!(
                "{}",
                json!({ "call": format!("bare-{kind}"), "where": person, "expect": expect })
            );
            self.send(message).await;
        }
        Ok(())
    }

    /// Every call with every option.
    fn messages(&self, label: &str) -> Outcome<Vec<(&'static str, BatchMessage)>> {
        let user_id = format!("{}-user", self.name);
        let user = User::Both {
            user_id: user_id.clone(),
            anonymous_id: format!("{}-device", self.name),
        };
        let timestamp = Some(OffsetDateTime::parse(TIME, &Rfc3339)?);
        let context = Some(json!({
            "ip": "203.0.113.7", "active": false, "app": { "name": "Tee", "build": 7 }, "traits": { "plan": "pro" }
        }));
        let integrations = Some(json!({
            "All": false, "Google Analytics": { "clientId": "17.4" }, "Mixpanel": true
        }));
        let extra = |kind: &str| self.message_id(&format!("{label}-{kind}"));
        Ok(vec![
            (
                "track",
                Track {
                    user: user.clone(),
                    event: "Tee bestellt ☕".to_owned(),
                    properties: awkward(),
                    timestamp,
                    context: context.clone(),
                    integrations: integrations.clone(),
                    extra: extra("track"),
                }
                .into(),
            ),
            (
                "identify",
                Identify {
                    user: user.clone(),
                    traits: awkward(),
                    timestamp,
                    context: context.clone(),
                    integrations: integrations.clone(),
                    extra: extra("identify"),
                }
                .into(),
            ),
            (
                "group",
                Group {
                    user: user.clone(),
                    group_id: "g-1".to_owned(),
                    traits: awkward(),
                    timestamp,
                    context: context.clone(),
                    integrations: integrations.clone(),
                    extra: extra("group"),
                }
                .into(),
            ),
            (
                "page",
                Page {
                    user: user.clone(),
                    name: "Tee ☕".to_owned(),
                    properties: awkward(),
                    timestamp,
                    context: context.clone(),
                    integrations: integrations.clone(),
                    extra: extra("page"),
                }
                .into(),
            ),
            (
                "screen",
                Screen {
                    user,
                    name: "Tee ☕".to_owned(),
                    properties: awkward(),
                    timestamp,
                    context: context.clone(),
                    integrations: integrations.clone(),
                    extra: extra("screen"),
                }
                .into(),
            ),
            (
                "alias",
                Alias {
                    user: User::UserId { user_id },
                    previous_id: format!("{}-before", self.name),
                    timestamp,
                    context,
                    integrations,
                    extra: extra("alias"),
                }
                .into(),
            ),
        ])
    }

    /// The library has no message ids; what is in `extra` goes beside its own members.
    fn message_id(&self, label: &str) -> Map<String, Value> {
        Map::from_iter([
            (
                "messageId".to_owned(),
                json!(format!("{}-{label}", self.name)),
            ),
            ("channel".to_owned(), json!("server")),
            ("version".to_owned(), json!(2)),
        ])
    }

    /// Says what must become of a message: what it is itself, and what its batch says that it does not.
    fn expect(
        &self,
        label: &str,
        message: &BatchMessage,
        kind: &str,
        time: Option<Value>,
        shared: Value,
    ) {
        let mut expect = json!(message);
        expect["type"] = json!(kind);
        if let Some(time) = time {
            expect["timestamp"] = time;
        }
        for (member, values) in shared.as_object().into_iter().flatten() {
            for (name, value) in values.as_object().into_iter().flatten() {
                expect[member][name] = value.clone();
            }
        }
        let id = json!({ "messageId": format!("{}-{label}", self.name) });
        println!(
            "{}",
            json!({ "call": label, "where": id, "expect": expect })
        );
    }

    async fn send(&self, message: Message) {
        if let Err(error) = self.http.send(self.write_key.clone(), message).await {
            eprintln!("a call was given up: {error}");
        }
    }
}

fn alone(message: BatchMessage) -> Message {
    match message {
        BatchMessage::Identify(call) => call.into(),
        BatchMessage::Track(call) => call.into(),
        BatchMessage::Page(call) => call.into(),
        BatchMessage::Screen(call) => call.into(),
        BatchMessage::Group(call) => call.into(),
        BatchMessage::Alias(call) => call.into(),
    }
}

fn awkward() -> Value {
    json!({
        "text": "Grüße, 東京 🍵 \"quoted\" \\ back\u{2028}line\u{0}\t</script>",
        "empty": "",
        "zero": 0,
        "negativeZero": -0.0,
        "price": 0.1 + 0.2,
        "small": 1e-7,
        "huge": 1e300,
        "tiny": f64::from_bits(1),
        "unsigned": u64::MAX,
        "signed": i64::MIN,
        // JSON has no word for it: the library writes null.
        "notANumber": f64::NAN,
        "yes": true,
        "no": false,
        "nothing": null,
        "list": [1, "two", null, [3, [4, { "five": 5 }]], [], {}],
        "nested": { "products": [{ "sku": "A-1", "price": 9.99 }], "deep": { "deeper": { "deepest": [] } } },
        "looksLikeADate": "2026-03-01T10:00:00Z",
        "key with spaces.dots and-dashes": 1,
        "": "a key of no letters",
        "ключ 🔑": "a key of other letters",
        "constructor": "no function",
        "__proto__": { "polluted": true }
    })
}
