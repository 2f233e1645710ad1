/**
 * The visual identity as plain data: the web app derives its theme from it; public forms, mails and documents read it directly.
 * Every text/background pair used together reaches WCAG AA: shade 7 carries white text, shade 4 is legible on dark surfaces.
 */
export const brand = {
  name: 'Tándem',
  fontStack:
    "'Inter var', 'Inter', system-ui, -apple-system, 'Segoe UI Variable Text', 'Segoe UI', Roboto, 'Noto Sans', Ubuntu, sans-serif",
  monoStack: "ui-monospace, 'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, monospace",
  radiusPx: 6,
  accent: 'petrol',
  scales: {
    petrol: scale('#ecfafb #d7f3f6 #b6e5ea #8ed3db #5fbdc7 #33a2ad #088792 #066f78 #045961 #034349'),
    gray: scale('#f7f9fa #f1f4f6 #e6eaec #d8dcdf #c0c5c7 #a1a5a8 #62676a #4d5052 #323638 #1b1f20'),
    dark: scale('#e3e9ec #c2c8cb #a4aaad #878d91 #494e51 #34393b #24292b #1a1e20 #141719 #0d1012'),
    red: scale('#fff4f3 #fee7e4 #fecdc8 #feaea6 #ff817a #f24f4e #d42f34 #b51522 #960416 #72020e'),
    amber: scale('#fef5ec #ffe8d4 #fed1a7 #f8b776 #e9973c #cd7a00 #a96503 #8b5205 #714203 #563000'),
    green: scale('#edfbef #daf5de #bbe8c3 #96d9a3 #6bc380 #45a861 #258d48 #097635 #005f29 #01481d'),
    blue: scale('#f2f7fe #e1eefe #c1deff #9ccafe #6ab1fe #3593f1 #0f78d4 #0362b1 #014f90 #013b6e'),
    violet: scale('#f7f5ff #eee9ff #ddd4ff #cabafe #b498ff #9b72f6 #8257d9 #6c42bb #58329b #422577'),
    pink: scale('#fef3f8 #ffe5ef #ffc9df #ffa7cd #fc78b8 #e2549d #c43783 #a7226c #8a1457 #690c42'),
  },
  /** Department key → scale. Departments that a workspace adds take a spare one by order. */
  departments: { sales: 'amber', marketing: 'violet', service: 'blue' },
  spareDepartments: ['green', 'pink', 'gray'],
  /** Surfaces and text, by colour scheme. */
  light: {
    page: '#f7f9fa',
    surface: '#ffffff',
    raised: '#ffffff',
    sunken: '#f1f4f6',
    line: '#e1e5e8',
    text: '#1b1f20',
    muted: '#5c6164',
    link: '#066f78',
  },
  dark: {
    page: '#111415',
    surface: '#17191b',
    raised: '#1e2224',
    sunken: '#0d1012',
    line: '#2a2f32',
    text: '#e3e9ec',
    muted: '#a4aaad',
    link: '#5fbdc7',
  },
  /** The mark: one chain link holding two wheels. Its colour is the text colour around it. */
  markSvg:
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="currentColor" fill-rule="evenodd" role="img" aria-label="Tándem"><path transform="translate(16 16) rotate(-40)" d="M-2.6-5.3A3.6 3.6 0 0 0 2.6-5.3 7.6 7.6 0 1 1 2.6 5.3 3.6 3.6 0 0 0-2.6 5.3 7.6 7.6 0 1 1-2.6-5.3ZM-8-3.3A3.3 3.3 0 1 0-8 3.3 3.3 3.3 0 1 0-8-3.3ZM8-3.3A3.3 3.3 0 1 0 8 3.3 3.3 3.3 0 1 0 8-3.3Z"/></svg>',
} as const

export type BrandScale = keyof typeof brand.scales
export type Shades = readonly [string, string, string, string, string, string, string, string, string, string]

/** Ten shades, lightest first. */
function scale(shades: string): Shades {
  const [a, b, c, d, e, f, g, h, i, j] = shades.split(' ')
  return [a!, b!, c!, d!, e!, f!, g!, h!, i!, j!]
}
