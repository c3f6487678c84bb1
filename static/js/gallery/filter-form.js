/** Applies filters at once, and updates the address; without script a button submits. */

export class FilterForm {
  /**
   * @param {HTMLFormElement} form
   * @param {(url: string) => Promise<boolean>} load shows the results of a URL
   */
  constructor(form, load) {
    this.form = form;
    this.load = load;
    form.addEventListener("change", () => this.apply());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.apply();
    });
    window.addEventListener("popstate", () => window.location.reload());
  }

  get url() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (value) query.append(name, String(value));
    }
    return query.size ? `${this.form.action}?${query}` : this.form.action;
  }

  async apply() {
    const { url } = this;
    if (await this.load(url)) window.history.pushState(null, "", url);
  }
}
