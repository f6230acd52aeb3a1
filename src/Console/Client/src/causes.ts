import { text } from './texts';

/** A cause of an outage in the page's words, as the server says it: short English keys, some with a name in them ("uplink NAME down"). */
export function cause(key: string | null): string {
  if (key === null || key === '') return '';
  const uplink = /^(?:uplink|parent) (.+?)(?: down)?$/.exec(key);
  if (uplink?.[1] !== undefined) return text('cause.uplink', uplink[1]);
  const said = text(`cause.${key}`);
  return said === `cause.${key}` ? key : said;
}
