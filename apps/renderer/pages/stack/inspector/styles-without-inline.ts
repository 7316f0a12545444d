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
 * Part of the terminal does not heed the document that it is given: it keeps the page's own, for the style elements that it makes
 * while it opens and for the rows that it draws from then on. So that one hands out the same elements for as long as the
 * terminal lives. Returns what ends it.
 */
export function withoutInlineStyles(real: Document, open: () => void): () => void {
  const create = (tag: string, options?: ElementCreationOptions) => plainCreate.call(real, tag, options);
  let opening = true;
  drawing += 1;
  Object.defineProperty(real, 'createElement', {
    configurable: true,
    value: (tag: string, options?: ElementCreationOptions) =>
      opening && tag.toLowerCase() === 'style' ? styleLike(create) : styledByProperty(create(tag, options)),
  });
  const end = () => {
    drawing -= 1;
    if (drawing === 0) Reflect.deleteProperty(real, 'createElement');
  };
  try {
    open();
  } catch (error) {
    end();
    throw error;
  } finally {
    opening = false;
  }
  return end;
}

const plainCreate = Document.prototype.createElement;
/** Terminals that live. */
let drawing = 0;

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
  element.setAttribute = setStyled;
  return element;
}

/** One for all elements: a full screen of colours is thousands of them. */
function setStyled(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
