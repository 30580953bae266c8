import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { live } from './live.ts';
import { keepCacheLive } from './live-cache.ts';
import { queryClient } from './query.ts';
import { applyTheme } from './theme.ts';

// The page's content security policy forbids making functions from text, which zod would try.
z.config({ jitless: true });
applyTheme();
// Both live as long as the page.
keepCacheLive(queryClient);
live.open();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root element.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
