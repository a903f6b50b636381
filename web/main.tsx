import { render } from 'preact';
import 'virtual:palette.css';
import './style/base.css';
import './style/shell.css';
import './style/parts.css';
import './style/views.css';
import { App } from './app.tsx';
import { listenToLinks } from './state/place.ts';
import { enterWithToken } from './api/session.ts';

const page = document.getElementById('page');
if (page !== null) {
  // The token leaves the address bar before anything else is asked, so that no request goes without it.
  await enterWithToken();
  listenToLinks();
  render(<App />, page);
}
