/** Finding elements, with their types checked when the page runs. */

/**
 * Return the one element that a selector finds.
 *
 * @template {Element} T
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Element} type
 * @throws {TypeError} If no element of this type is found.
 */
export function find(root, selector, type = HTMLElement) {
  const node = root.querySelector(selector);
  if (!(node instanceof type)) throw new TypeError(`No ${type.name}: ${selector}`);
  return node;
}

/**
 * @template {Element} T
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T[]}
 */
/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Element} type
 */
export function findAll(root, selector, type = HTMLElement) {
  return [...root.querySelectorAll(selector)].filter((node) => node instanceof type);
}

/**
 * Return the target of an event, or its nearest ancestor, that matches a selector.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/**
 * Return a copy of the only element of a template.
 *
 * @param {ParentNode} root
 * @param {string} selector of the template
 */
export function cloneTemplate(root, selector) {
  const { firstElementChild } = find(root, selector, HTMLTemplateElement).content;
  if (!(firstElementChild instanceof HTMLElement)) {
    throw new TypeError(`Empty template: ${selector}`);
  }
  return /** @type {HTMLElement} */ (firstElementChild.cloneNode(true));
}

/**
 * Return the data that the page gives to its script.
 *
 * @param {ParentNode} root
 */
export function readJson(root) {
  return JSON.parse(find(root, 'script[type="application/json"]').textContent ?? "");
}

/**
 * Show a text, or hide its element where there is none.
 *
 * @param {HTMLElement} node
 * @param {string} text
 */
export function showNotice(node, text) {
  node.textContent = text;
  node.hidden = !text;
}
