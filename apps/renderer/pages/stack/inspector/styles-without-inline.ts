/**
 * The terminal writes its colours and sizes into `<style>` elements, which a strict content security policy refuses. It takes a
 * document to make its elements with: this one hands out, in place of `<style>`, an empty element whose text goes into a
 * constructed style sheet, which the policy allows (no text of a page can become one).
 */
export function documentWithoutInlineStyles(real: Document): Document {
  return new Proxy(real, {
    get(target, name) {
      if (name === 'createElement') {
        return (tag: string, options?: ElementCreationOptions) =>
          tag.toLowerCase() === 'style'
            ? styleLike((name) => target.createElement(name))
            : styledByProperty(target.createElement(tag, options));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Part of the terminal does not heed the document that it is given while it opens: for as long as `open` runs, the page's own
 * document hands out the same elements.
 */
export function openWithoutInlineStyles(real: Document, open: () => void): void {
  const create = real.createElement.bind(real);
  const own = (tag: string, options?: ElementCreationOptions) =>
    tag.toLowerCase() === 'style' ? styleLike(create) : create(tag, options);
  Object.defineProperty(real, 'createElement', { configurable: true, value: own });
  try {
    open();
  } finally {
    Reflect.deleteProperty(real, 'createElement');
  }
}

function styleLike(create: (tag: string) => HTMLElement): HTMLElement {
  const element = create('span');
  const real = element.ownerDocument;
  element.hidden = true;
  const sheet = new CSSStyleSheet();
  real.adoptedStyleSheets = [...real.adoptedStyleSheets, sheet];
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (next: string) => {
      text = next;
      sheet.replaceSync(next);
    },
  });
  const remove = element.remove.bind(element);
  element.remove = () => {
    real.adoptedStyleSheets = real.adoptedStyleSheets.filter((s) => s !== sheet);
    remove();
  };
  return element;
}

/** True colours of single characters are written as a `style` attribute, which the policy refuses as well; a property is not. */
function styledByProperty(element: HTMLElement): HTMLElement {
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else set(name, value);
  };
  return element;
}
