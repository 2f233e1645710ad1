import './kernel/brand/styles.ts'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { features } from './features.ts'
import { loadCatalogue } from './kernel/i18n/catalogue.ts'
import { firstLocale } from './kernel/i18n.tsx'

const catalogue = await loadCatalogue(firstLocale())
createRoot(document.getElementById('root')!).render(<App features={features} catalogue={catalogue} />)
