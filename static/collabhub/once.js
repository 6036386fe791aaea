// A double click sends a form once: forms with data-once let nothing through for a moment after they were sent.
// The second post of a code would find it used up, and the browser would show that answer instead of the first.

const MOMENT = 2000;

for (const form of document.querySelectorAll("form[data-once]")) {
  let sentAt = -MOMENT;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < MOMENT) {
      event.preventDefault();
    } else {
      sentAt = event.timeStamp;
    }
  });
}
