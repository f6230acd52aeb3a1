/** One numbered thing that happened. Further fields depend on its kind (docs/hub.md). */
export interface FeedEvent {
  seq: number;
  at: string;
  kind: string;
  accessPoint: string | null;
  area: string | null;
  state: string | null;
  [field: string]: unknown;
}

/** What the hub sends: the numbers from just after `prev` up to `seq` in one scope. */
export interface Batch {
  prev: number;
  seq: number;
  items: FeedEvent[];
}

/** What `Follow` answers. */
export interface FollowResult {
  seq: number;
  reset: boolean;
  events: FeedEvent[];
}

export type Taken = { gap: true } | { gap: false; last: number; items: FeedEvent[] };

/** Takes a batch after the number `last`: items already seen are skipped; a batch that does not join on is a gap. */
export function take(last: number, batch: Batch): Taken {
  if (batch.prev > last) return { gap: true };
  return { gap: false, last: Math.max(last, batch.seq), items: batch.items.filter(item => item.seq > last) };
}
