// Suggestions below search fields, as the combobox with a list box of WAI-ARIA 1.2.
// Without this script, or where it fails, the fields are what they are in the page: text that a form sends.

const PAUSE = 150; // milliseconds without a key before the server is asked
const SHORTEST = 2; // letters
const FIELDS = 'input[type="search"], input[data-suggest]';

class SuggestionBox {
  constructor(field, address, number) {
    this.field = field;
    this.address = address;
    this.only = field.dataset.suggest; // "councils" or "areas": then a name is chosen, and stays in the field
    this.suggestions = [];
    this.active = -1;
    this.build(number);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    field.form?.addEventListener("submit", () => this.close());
    // A press on the list must not take the focus away from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("li")?.dataset.place));
  }

  build(number) {
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.className = "suggestions__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.news = document.createElement("div");
    this.news.className = "govuk-visually-hidden";
    this.news.setAttribute("aria-live", "polite");
    this.news.setAttribute("aria-atomic", "true");
    const box = document.createElement("div");
    box.className = "suggestions";
    box.append(this.list, this.news);
    this.field.after(box);
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    };
    Object.entries(attributes).forEach(([name, value]) => this.field.setAttribute(name, value));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  // Asking

  // The old suggestions stay until the new ones are there, so that the list does not flicker at every key.
  wait() {
    this.cancel();
    this.activate(-1);
    if (this.field.value.trim().length >= SHORTEST) {
      this.timer = setTimeout(() => this.ask(), PAUSE);
    } else {
      this.forget();
    }
  }

  cancel() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  forget() {
    this.cancel();
    this.suggestions = [];
    this.close();
  }

  async ask() {
    const request = new AbortController();
    this.request = request;
    const query = new URLSearchParams({ q: this.field.value.trim() });
    if (this.only) query.set("only", this.only);
    let suggestions = [];
    try {
      const response = await fetch(`${this.address}?${query}`, { signal: request.signal });
      if (response.ok) ({ suggestions } = await response.json());
    } catch (error) {
      if (!(error instanceof TypeError || error.name === "AbortError")) throw error; // out of reach: none
    }
    // What was asked before the last key, or for a field that somebody has left, is of no use any more.
    if (request.signal.aborted || document.activeElement !== this.field) return;
    this.suggestions = suggestions;
    this.open();
    this.announce();
  }

  announce() {
    const number = this.suggestions.length;
    const words = number === 1 ? "1 suggestion" : `${number} suggestions`;
    this.news.textContent = number ? `${words}. Choose with the up and down arrows.` : "No suggestions.";
  }

  // The list

  open() {
    this.list.replaceChildren(...this.suggestions.map((suggestion, place) => this.option(suggestion, place)));
    this.list.hidden = !this.suggestions.length;
    this.field.setAttribute("aria-expanded", String(this.isOpen));
    this.activate(-1);
  }

  option({ label, kind }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.className = "suggestions__option";
    option.dataset.place = place;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const words = document.createElement("span");
    words.textContent = label;
    const what = document.createElement("span");
    what.className = "suggestions__kind";
    what.textContent = ` ${kind}`;
    option.append(words, what);
    return option;
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.news.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(place) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.list.children[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  // Keys

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.suggestions.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) return;
      event.preventDefault();
      if (!this.isOpen) this.open();
      this.activate(this.next(event.key, last));
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab") {
      this.close();
    } else if (this.active >= 0 && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      this.activate(event.key === "Home" ? 0 : last);
    } else if (event.key === "Enter") {
      if (this.active >= 0) {
        event.preventDefault();
        this.pick(this.active);
      } else {
        this.forget();
      }
    }
  }

  // Past either end comes the field itself, then the other end.
  next(key, last) {
    if (key === "ArrowDown") return this.active < last ? this.active + 1 : -1;
    return this.active < 0 ? last : this.active - 1;
  }

  pick(place) {
    const suggestion = this.suggestions[place];
    if (!suggestion) return;
    this.forget();
    if (this.only) {
      this.field.value = suggestion.label;
    } else if (suggestion.is_words) {
      this.field.value = suggestion.label;
      this.field.form.requestSubmit();
    } else {
      window.location.assign(suggestion.address);
    }
  }
}

const { suggestions: address } = document.body.dataset;
document.querySelectorAll(FIELDS).forEach((field, place) => new SuggestionBox(field, address, place));
