import english from '../../Texts/en.json';
import indonesian from '../../Texts/id.json';

/** The words of the page's language: the same tables the server writes its pages with. */
const table: Record<string, string> = document.documentElement.lang === 'en' ? english : indonesian;

/** The text of a key, with {0}, {1}… filled in. A key that is in no table shows itself. */
export function text(key: string, ...args: (string | number)[]): string {
  const found = table[key] ?? key;
  return found.replace(/\{(\d)\}/g, (_, at: string) => String(args[Number(at)] ?? ''));
}
