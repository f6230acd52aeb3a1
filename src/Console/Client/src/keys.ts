const places: Record<string, string> = { o: '/', a: '/aps', g: '/outages', s: '/sessions', v: '/vouchers', l: '/attempts' };

/** Keyboard: "/" search, "g" then a letter to go, j and k along the list, Enter opens, "?" shows the keys. */
export function keyboard(): void {
  let going = false;
  document.addEventListener('keydown', pressed => {
    const target = pressed.target as HTMLElement;
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || target.closest('input, select, textarea, dialog')) return;
    if (going) {
      going = false;
      const place = places[pressed.key];
      if (place !== undefined) location.href = place;
      return;
    }
    switch (pressed.key) {
      case '/':
        pressed.preventDefault();
        document.querySelector<HTMLInputElement>('[data-search]')?.focus();
        break;
      case 'g':
        going = true;
        setTimeout(() => (going = false), 1500);
        break;
      case 'j':
      case 'k':
        moveRow(pressed.key === 'j' ? 1 : -1);
        break;
      case '?':
        document.querySelector<HTMLDialogElement>('[data-keys]')?.showModal();
        break;
    }
  });
}

function moveRow(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('tbody tr:not([hidden]) .name a')];
  const next = links[links.findIndex(link => link === document.activeElement) + by] ?? links[0];
  next?.focus();
}
