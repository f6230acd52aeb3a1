import { showAge } from './ages';

/** A part of the page that the server writes again when something happened: at most four times a second. */
export class Part {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly selector: string) {}

  refresh(): void {
    this.timer ??= setTimeout(() => void this.fetch(), 250);
  }

  private async fetch(): Promise<void> {
    this.timer = undefined;
    const element = document.querySelector<HTMLElement>(this.selector);
    const address = element?.dataset['part'];
    if (!element || !address) return;
    const answer = await fetch(address, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    element.innerHTML = await answer.text();
    element.querySelectorAll<HTMLElement>('[data-since]').forEach(showAge);
  }
}
