import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import { take, type Batch, type FeedEvent, type FollowResult } from './sequence';

/** The figures of one access point at one moment. Rates are octets a second. */
export interface Metric {
  accessPoint: string;
  clients: number | null;
  inBps: number | null;
  outBps: number | null;
}

/** Counts over the whole scope. */
export interface Totals {
  states: Record<string, number>;
  clients: number;
  sessions: number;
  /** Bits a second, in and out together. */
  bps: number;
  /** Share of attempts in the last hour that got online, 0…1; null when there were none. */
  success: number | null;
  outages: number;
}

export interface Metrics {
  /** When the newest of the figures was measured; null before the first measurement. */
  at: string | null;
  items: Metric[];
  totals?: Totals;
}

export interface LiveCallbacks {
  events(items: FeedEvent[]): void;
  metrics(metrics: Metrics): void;
  /** What was missed is too old to be sent again: the page has to be fetched anew. */
  reset(): void;
  connection(up: boolean): void;
  /** Anything at all came from the server. */
  heard(): void;
}

const retryDelays = [300, 1000, 2000, 5000];

/** Follows one scope of the hub: resumes after a break, repairs gaps, hands on each event once and in order. */
export class LiveFeed {
  private readonly hub: HubConnection;
  private following = false;
  private waiting: Batch[] = [];

  constructor(private readonly scope: string, private last: number, private readonly callbacks: LiveCallbacks) {
    this.hub = new HubConnectionBuilder()
      .withUrl('/hubs/live')
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: context => retryDelays[Math.min(context.previousRetryCount, retryDelays.length - 1)] ?? 5000,
      })
      .configureLogging(LogLevel.None)
      .build();
    this.hub.serverTimeoutInMilliseconds = 15_000;
    this.hub.keepAliveIntervalInMilliseconds = 5_000;
    this.hub.on('Events', (batch: Batch) => this.receive(batch));
    this.hub.on('Metrics', (metrics: Metrics) => {
      callbacks.heard();
      callbacks.metrics(metrics);
    });
    this.hub.onreconnecting(() => callbacks.connection(false));
    this.hub.onreconnected(() => void this.join());
    this.hub.onclose(() => callbacks.connection(false));
  }

  /** Connects, however long it takes, and stays connected. */
  async start(): Promise<void> {
    for (let tries = 0; this.hub.state === HubConnectionState.Disconnected; tries++) {
      try {
        await this.hub.start();
      } catch {
        // The server is away: that is shown, and tried again.
        this.callbacks.connection(false);
        await new Promise(done => setTimeout(done, retryDelays[Math.min(tries, retryDelays.length - 1)]));
      }
    }
    await this.join();
  }

  private async join(): Promise<void> {
    this.callbacks.connection(true);
    await this.follow();
    await this.hub.invoke('Watch', this.scope);
  }

  private receive(batch: Batch): void {
    this.callbacks.heard();
    if (this.following) {
      this.waiting.push(batch);
      return;
    }
    const taken = take(this.last, batch);
    if (taken.gap) {
      void this.follow();
      return;
    }
    this.last = taken.last;
    if (taken.items.length > 0) this.callbacks.events(taken.items);
  }

  private async follow(): Promise<void> {
    this.following = true;
    try {
      const missed = await this.hub.invoke<FollowResult>('Follow', this.scope, this.last);
      this.callbacks.heard();
      if (missed.reset) {
        this.callbacks.reset();
        return;
      }
      const items = missed.events.filter(item => item.seq > this.last);
      this.last = Math.max(this.last, missed.seq);
      if (items.length > 0) this.callbacks.events(items);
    } finally {
      this.following = false;
      const waiting = this.waiting;
      this.waiting = [];
      for (const batch of waiting) this.receive(batch);
    }
  }
}
