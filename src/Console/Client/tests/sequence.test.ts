import assert from 'node:assert/strict';
import { test } from 'node:test';
import { take, type FeedEvent } from '../src/sequence';

const item = (seq: number): FeedEvent => ({ seq, at: '2026-11-22T04:42:00.000Z', kind: 'state', accessPoint: 'A', area: null, state: 'down' });

test('A batch that joins on is taken whole', () => {
  assert.deepEqual(take(4, { prev: 4, seq: 6, items: [item(5), item(6)] }), { gap: false, last: 6, items: [item(5), item(6)] });
});

test('Items already seen are skipped', () => {
  assert.deepEqual(take(5, { prev: 4, seq: 6, items: [item(5), item(6)] }), { gap: false, last: 6, items: [item(6)] });
  assert.deepEqual(take(9, { prev: 4, seq: 6, items: [item(5), item(6)] }), { gap: false, last: 9, items: [] });
});

test('A batch whose previous number is not known is a gap', () => {
  assert.deepEqual(take(4, { prev: 5, seq: 6, items: [item(6)] }), { gap: true });
});

test('Numbers of other scopes leave holes that are no gaps', () => {
  assert.deepEqual(take(40, { prev: 12, seq: 57, items: [item(57)] }), { gap: false, last: 57, items: [item(57)] });
});
