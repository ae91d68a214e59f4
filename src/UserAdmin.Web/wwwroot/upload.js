// Sends a chosen or dropped file to its endpoint, past the circuit: two hundred megabytes would hold up everything else
// on it. The document listens, so that it does not matter when the form is drawn.

let request = null;

function formOf(element) {
  return element?.closest?.("form[data-upload]");
}

function megabytes(bytes) {
  return new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
  }).format(bytes / 1e6);
}

// The texts are in the form, in the person's language.
function words(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, hole) => values[hole]);
}

function show(form, isUnderWay, error) {
  form.querySelector("[data-upload-drop]").hidden = isUnderWay;
  form.querySelector("[data-upload-under-way]").hidden = !isUnderWay;
  const note = form.querySelector("[data-upload-error]");
  note.hidden = !error;
  note.textContent = error ?? "";
  if (!isUnderWay) {
    // The same file chosen again is a change again.
    form.querySelector("input[type=file]").value = "";
  }
}

function send(form, file) {
  if (request) {
    return;
  }
  const [bar, status] = [form.querySelector("progress"), form.querySelector("[data-upload-status]")];
  request = new XMLHttpRequest();
  request.open("POST", `${form.dataset.upload}?id=${form.dataset.import}&name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader(
    "RequestVerificationToken",
    form.querySelector("input[name=__RequestVerificationToken]").value,
  );
  request.upload.onprogress = (event) => {
    bar.value = event.total ? (100 * event.loaded) / event.total : 0;
    status.textContent =
      event.loaded < event.total
        ? words(form.dataset.progress, file.name, megabytes(event.loaded), megabytes(event.total))
        : words(form.dataset.sent, file.name);
  };
  const end = (error) => {
    request = null;
    show(form, false, error);
  };
  request.onload = () => {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Whatever answered is not the endpoint: the session has ended, or a proxy has its say.
    }
    if (request.status === 200 && answer?.address) {
      request = null;
      location.assign(answer.address);
      return;
    }
    end(
      answer?.message ??
        (request.status === 413
          ? form.dataset.tooLarge
          : request.status === 503
            ? form.dataset.unavailable
            : form.dataset.refused),
    );
  };
  request.onerror = () => end(form.dataset.lost);
  request.onabort = () => end(null);
  show(form, true, null);
  bar.value = 0;
  status.textContent = words(form.dataset.sending, file.name);
  form.querySelector("[data-upload-cancel]").focus();
  request.send(file);
}

document.addEventListener("change", (event) => {
  const form = formOf(event.target);
  if (form && event.target.files?.length) {
    send(form, event.target.files[0]);
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-upload-cancel]")) {
    request?.abort();
    formOf(event.target).querySelector("input[type=file]").focus();
  }
});
document.addEventListener("submit", (event) => {
  if (formOf(event.target)) {
    event.preventDefault();
  }
});

function over(event, isOver) {
  const form = formOf(event.target);
  if (form) {
    event.preventDefault();
    form.querySelector("[data-upload-drop]").classList.toggle("over", isOver);
  }
  return form;
}

document.addEventListener("dragover", (event) => over(event, true));
document.addEventListener("dragleave", (event) => over(event, false));
document.addEventListener("drop", (event) => {
  const form = over(event, false);
  if (form && event.dataTransfer.files.length) {
    send(form, event.dataTransfer.files[0]);
  }
});
