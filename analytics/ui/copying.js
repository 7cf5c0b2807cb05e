// Copies a text: the browser's clipboard where it may be used (https, permission), else a hidden field that is selected.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.cssText = "position:fixed;top:0;left:0;opacity:0";
    const before = document.activeElement;
    document.body.appendChild(field);
    field.focus({ preventScroll: true });
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch {
      done = false;
    }
    field.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}

