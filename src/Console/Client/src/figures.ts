import { text } from './texts';

const root = document.documentElement;
const locale = root.lang === 'en' ? 'en-GB' : 'id-ID';
const zone = root.dataset['tz'] ?? 'Asia/Jakarta';
const zoneName = root.dataset['tzName'] ?? 'WIB';

const clockParts = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayParts = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'long', day: 'numeric', month: 'short' });
const wholeFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

/** 4812 → "4.812". */
export function whole(value: number): string {
  return wholeFormat.format(value);
}

/** A number with a fixed count of decimals: 18.42 → "18,4". */
export function decimal(value: number, digits = 1): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Octets a second, as samples have them, in bits a second; null where nothing is known. */
export function bits(octets: number | null | undefined): number | null {
  return octets == null ? null : octets * 8;
}

/** Bits per second as megabits, for a column headed Mb/s. */
export function megabits(bps: number | null | undefined): string {
  return bps == null ? '–' : decimal(bps / 1e6);
}

/** Bits per second with its unit: "1,84 Gb/s". */
export function rate(bps: number): string {
  if (bps >= 1e9) return `${decimal(bps / 1e9, 2)} Gb/s`;
  if (bps >= 1e8) return `${whole(bps / 1e6)} Mb/s`;
  if (bps >= 1e6) return `${decimal(bps / 1e6)} Mb/s`;
  return `${whole(bps / 1e3)} kb/s`;
}

/** How long, as one says it: "41 j 06 m", "2 h 03 j", "31 m", "14 dtk". */
export function span(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  if (s < 60) return `${s} ${text('unit.s')}`;
  if (s < 3600) return `${Math.floor(s / 60)} ${text('unit.m')}`;
  if (s < 3 * 86400) return `${Math.floor(s / 3600)} ${text('unit.h')} ${two(Math.floor((s % 3600) / 60))} ${text('unit.m')}`;
  return `${Math.floor(s / 86400)} ${text('unit.d')} ${two(Math.floor((s % 86400) / 3600))} ${text('unit.h')}`;
}

/** A running age: "00.02.14". */
export function age(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  return s >= 100 * 3600 ? span(s) : `${two(Math.floor(s / 3600))}.${two(Math.floor((s % 3600) / 60))}.${two(s % 60)}`;
}

/** "11.42". */
export function clock(at: Date): string {
  return clockParts.format(at).replace(':', '.');
}

/** "Sabtu 22 Nov 11.42 WIB". */
export function wallClock(at: Date): string {
  return `${dayParts.format(at).replace(',', '')} ${clock(at)} ${zoneName}`;
}
