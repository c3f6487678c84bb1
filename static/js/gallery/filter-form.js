// Filters at once, and keeps the address in step; without script a button sends the form.
export class FilterForm {
  // `ask` shows what an address finds and says whether it did.
  constructor(form, ask) {
    this.form = form;
    this.ask = ask;
    form.addEventListener("change", () => this.apply());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.apply();
    });
    window.addEventListener("popstate", () => window.location.reload());
  }

  get address() {
    const chosen = [...new FormData(this.form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    return query ? `${this.form.action}?${query}` : this.form.action;
  }

  async apply() {
    const { address } = this;
    if (await this.ask(address)) window.history.pushState(null, "", address);
  }
}
