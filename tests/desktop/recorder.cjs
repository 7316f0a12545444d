// Preloaded before the app, in Electron as in its double: notes what the app shows to the desktop, and answers in place of a
// person what only a person can (dialogs), so that no test opens a browser or waits for a click.
const { dialog, Notification, shell, Tray } = require('electron');

const seen = { tray: { tooltip: '', menu: null, image: '' }, notices: [], opened: [], dialogs: [], answers: [] };
globalThis.seen = seen;

const patch = (prototype, name, note) => {
  const original = prototype[name];
  prototype[name] = function (...given) {
    note.call(this, ...given);
    return original.apply(this, given);
  };
};
patch(Tray.prototype, 'setToolTip', (text) => {
  seen.tray.tooltip = text;
});
patch(Tray.prototype, 'setContextMenu', (menu) => {
  seen.tray.menu = menu;
});
patch(Notification.prototype, 'show', function () {
  seen.notices.push({ title: this.title, body: this.body, notification: this });
});
shell.openExternal = async (url) => {
  seen.opened.push(url);
};
dialog.showMessageBox = async (options) => {
  seen.dialogs.push({ message: options.message, buttons: options.buttons });
  return { response: seen.answers.shift() ?? options.cancelId ?? 0, checkboxChecked: false };
};
dialog.showErrorBox = (title, content) => {
  seen.dialogs.push({ message: title, detail: content, buttons: [] });
  console.error(`${title}: ${content}`);
};
