import { text } from './texts';

/** A button beside each block of configuration that puts it on the clipboard; without a clipboard (http from another machine) the text is selected instead. */
export function copyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const code = button.parentElement?.nextElementSibling;
    if (!(code instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener('click', () => void copy(button, code));
  }
}

async function copy(button: HTMLButtonElement, code: HTMLElement): Promise<void> {
  const before = button.textContent;
  getSelection()?.selectAllChildren(code);
  try {
    // Missing where the page is not secure.
    await (navigator.clipboard as Clipboard | undefined)?.writeText(code.textContent ?? '');
    if (!('clipboard' in navigator)) return;
  } catch {
    return;
  }
  button.textContent = text('copied');
  setTimeout(() => (button.textContent = before), 2000);
}
