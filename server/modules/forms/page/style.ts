import { brand } from '#contract/brand.ts'

const { light, dark, scales } = brand

/** The whole style of a public page; `--accent` and `--on-accent` are the company's. Themes: light, dark, or the visitor's. */
export function styleOf(accent: string | null): string {
  const ground = accent ?? scales.petrol[7]
  return `${base}:root{--accent:${ground};--on-accent:${legibleOn(ground)}}`
}

const tokens = (scheme: typeof light | typeof dark, isDark: boolean) =>
  `--page:${scheme.page};--surface:${scheme.surface};--line:${scheme.line};--field:${isDark ? scheme.sunken : scheme.surface};` +
  `--edge:${isDark ? '#767d82' : '#858b8f'};--text:${scheme.text};--muted:${scheme.muted};` +
  `--error:${isDark ? scales.red[4] : scales.red[7]};--error-ground:${isDark ? '#2a1718' : scales.red[0]};--link:${scheme.link}`

const base = `*{box-sizing:border-box}
:root{color-scheme:light;${tokens(light, false)}}
@media(prefers-color-scheme:dark){:root[data-theme=auto]{color-scheme:dark;${tokens(dark, true)}}}
:root[data-theme=dark]{color-scheme:dark;${tokens(dark, true)}}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 ${brand.fontStack}}
main{max-width:36rem;margin:0 auto;padding:2.5rem 1rem 3rem}
.card{background:var(--surface);border:1px solid var(--line);border-top:4px solid var(--accent);border-radius:${brand.radiusPx + 4}px;padding:2rem}
[data-embed] body{background:transparent}
[data-embed] main{max-width:none;padding:0}
[data-embed] .card{background:transparent;border:0;padding:.25rem}
.logo{display:block;max-height:48px;max-width:200px;margin:0 0 1.25rem}
h1{font-size:1.625rem;line-height:1.25;margin:0 0 .5rem;text-wrap:balance}
.intro{color:var(--muted);margin:0 0 1.5rem;white-space:pre-line}
.field{margin:0 0 1.25rem;border:0;padding:0;min-width:0}
fieldset.step{border:0;padding:0;margin:0;min-width:0}
fieldset.step>legend{font-size:1.125rem;font-weight:600;padding:0;margin:0 0 1rem}
label,.field>legend{display:block;font-weight:600;padding:0;margin:0 0 .375rem}
.optional{font-weight:400;color:var(--muted)}
.help{margin:.375rem 0 0;color:var(--muted);font-size:.9375rem}
input:not([type=checkbox]),textarea,select{display:block;width:100%;min-height:44px;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--field);border:1px solid var(--edge);border-radius:${brand.radiusPx}px}
textarea{min-height:7rem;resize:vertical}
input[type=checkbox]{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:var(--accent)}
.tick{display:flex;gap:.625rem;align-items:flex-start;font-weight:400;margin:0;padding:.375rem 0}
.consent{margin:0 0 .75rem;font-size:.9375rem}
.consent .tick span{white-space:pre-line}
:is(input,textarea,select,button,a):focus-visible{outline:2px solid var(--text);outline-offset:2px}
[aria-invalid=true]:not([type=checkbox]){border-color:var(--error);border-width:2px}
.error{margin:.375rem 0 0;color:var(--error);font-size:.9375rem;font-weight:600}
.summary{border:1px solid var(--error);background:var(--error-ground);border-radius:${brand.radiusPx}px;padding:.875rem 1rem;margin:0 0 1.5rem}
.summary h2{margin:0;font-size:1rem}
.summary ul{margin:.5rem 0 0;padding-left:1.25rem}
.summary a{color:var(--text)}
button{min-height:48px;padding:.625rem 1.5rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:${brand.radiusPx}px;cursor:pointer}
button[disabled]{opacity:.6;cursor:default}
button.back{background:transparent;color:var(--text);border-color:var(--edge);margin-right:.5rem}
.actions{margin-top:1.5rem}
.trap{position:absolute;left:-10000px;top:auto;width:1px;height:1px;overflow:hidden}
.foot{margin:1.25rem 0 0;color:var(--muted);font-size:.875rem}
.foot a,.thanks a{color:var(--link)}
.thanks p{white-space:pre-line;margin:0 0 1rem}
[hidden]{display:none!important}
@media(max-width:30rem){main{padding:0}.card{border-radius:0;border-width:4px 0 0;padding:1.5rem 1rem;min-height:100vh}[data-embed] .card{min-height:0;padding:.25rem}button{width:100%}button.back{margin:0 0 .5rem}}
`

/** Black or white, whichever reads better on the colour (WCAG relative luminance). */
export function legibleOn(color: string): string {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000'
}
