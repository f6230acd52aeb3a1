/** The preview follows the form: name, colours and notice before they are saved; and a colour can be picked as well as written. */
export function looks(): void {
  const forms = document.querySelectorAll<HTMLFormElement>('form[data-look], form[data-look-notice]');
  const frames = [...document.querySelectorAll<HTMLIFrameElement>('[data-look-frame]')].map(frame => ({ frame, address: frame.getAttribute('src') ?? '' }));
  const value = (id: string): string | undefined => document.querySelector<HTMLInputElement>('#' + id)?.value;

  function show(): void {
    for (const { frame, address } of frames) {
      const url = new URL(address, location.href);
      const fields: [string, string][] = [['name', 'name'], ['brand', 'brand'], ['brandDark', 'brand-dark'], ['notice', 'text-id']];
      for (const [field, id] of fields) {
        const text = value(id);
        if (text !== undefined && (field !== 'notice' || text !== '')) url.searchParams.set(field, text);
      }
      frame.src = url.href;
    }
  }

  for (const picker of document.querySelectorAll<HTMLInputElement>('input[data-colour-of]')) {
    const text = document.querySelector<HTMLInputElement>('#' + (picker.dataset['colourOf'] ?? ''));
    if (!text) continue;
    picker.hidden = false;
    picker.addEventListener('input', () => (text.value = picker.value));
    text.addEventListener('input', () => {
      if (/^#[0-9a-f]{6}$/i.test(text.value)) picker.value = text.value;
    });
  }
  let soon: number | undefined;
  for (const form of forms) {
    form.addEventListener('input', () => {
      clearTimeout(soon);
      soon = setTimeout(show, 400);
    });
  }
}
