/** The theme button: as the system has it, light, dark. Kept in a cookie so that the server writes the page in it at once. */
export function themeButton(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-button]');
  button?.addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset['theme'] === 'dark' || (root.dataset['theme'] !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset['theme'] = dark ? 'light' : 'dark';
    document.cookie = `hotspot-theme=${root.dataset['theme']}; path=/; max-age=31536000; samesite=lax`;
    document.dispatchEvent(new Event('themechange'));
  });
}
