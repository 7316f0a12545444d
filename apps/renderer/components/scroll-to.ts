/** Brings an element to the top of its own scrolling box; `scrollIntoView` would move the page around it too. */
export function scrollToId(id: string): void {
  const element = document.getElementById(id);
  const box = element?.closest('.scroll');
  if (!element || !box) return;
  box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - 8;
}
