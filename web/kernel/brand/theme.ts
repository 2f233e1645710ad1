import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, mergeThemeOverrides } from '@mantine/core'
import { brand, type Shades } from '#contract/brand.ts'
import { schemeVariables } from './tokens.ts'

const tuple = (shades: Shades): MantineColorsTuple => [...shades]
const { scales } = brand

const base = createTheme({
  primaryColor: brand.accent,
  primaryShade: { light: 7, dark: 7 },
  colors: {
    ...Object.fromEntries(Object.entries(scales).map(([name, shades]) => [name, tuple(shades)])),
    // Mantine's own names, so that its status colours stay inside the palette.
    yellow: tuple(scales.amber),
    orange: tuple(scales.amber),
    teal: tuple(scales.green),
    cyan: tuple(scales.petrol),
    grape: tuple(scales.pink),
  },
  black: brand.light.text,
  fontFamily: brand.fontStack,
  fontFamilyMonospace: brand.monoStack,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '4px', md: `${brand.radiusPx}px`, lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.75rem' },
      h2: { fontSize: '1rem', lineHeight: '1.5rem' },
      h3: { fontSize: '0.875rem', lineHeight: '1.25rem' },
    },
  },
  components: {
    // The smallest is 24 pixels (WCAG 2.2, target size); the library's own is 22.
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'gray' },
      vars: (_theme: unknown, { size }: { size?: unknown }) => ({ root: size === 'sm' ? { '--ai-size': '24px' } : {} }),
    },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 'sm' } },
    Button: { defaultProps: { size: 'sm', fw: 550 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    // The placeholder is an element that a menu may not contain.
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-start', withInitialFocusPlaceholder: false } },
    Modal: {
      styles: { title: { fontSize: '1rem', fontWeight: 600 } },
      defaultProps: { centered: false, yOffset: '12vh', overlayProps: { backgroundOpacity: 0.4 } },
    },
    Select: { defaultProps: { checkIconPosition: 'right' } },
  },
})

/** The theme, with the words that Mantine's own parts need. */
export const themeWith = (words: { close: string }) =>
  mergeThemeOverrides(base, { components: { CloseButton: { defaultProps: { 'aria-label': words.close } } } })

/** Contrast that Mantine's defaults miss: dimmed text, placeholders, light variants and text of every scale. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...schemeVariables('light'),
    '--mantine-color-body': brand.light.surface,
    '--mantine-color-text': brand.light.text,
    '--mantine-color-dimmed': brand.light.muted,
    '--mantine-color-placeholder': scales.gray[6],
    '--mantine-color-anchor': brand.light.link,
    '--mantine-color-error': scales.red[7],
    '--mantine-color-default-border': scales.gray[3],
    ...perScale((name, shades) => ({
      [`--mantine-color-${name}-text`]: shades[7],
      [`--mantine-color-${name}-light-color`]: shades[8],
      [`--mantine-color-${name}-light`]: shades[1],
      [`--mantine-color-${name}-light-hover`]: shades[2],
      [`--mantine-color-${name}-outline`]: shades[7],
    })),
  },
  dark: {
    ...schemeVariables('dark'),
    '--mantine-color-body': brand.dark.surface,
    '--mantine-color-text': brand.dark.text,
    '--mantine-color-dimmed': brand.dark.muted,
    '--mantine-color-placeholder': scales.dark[3],
    '--mantine-color-anchor': brand.dark.link,
    '--mantine-color-error': scales.red[4],
    '--mantine-color-default': brand.dark.raised,
    '--mantine-color-default-hover': scales.dark[5],
    '--mantine-color-default-border': scales.dark[5],
    ...perScale((name, shades) => ({
      [`--mantine-color-${name}-text`]: shades[4],
      [`--mantine-color-${name}-light-color`]: shades[3],
      [`--mantine-color-${name}-light`]: `color-mix(in srgb, ${shades[6]} 22%, transparent)`,
      [`--mantine-color-${name}-light-hover`]: `color-mix(in srgb, ${shades[6]} 32%, transparent)`,
      [`--mantine-color-${name}-outline`]: shades[4],
    })),
  },
})

function perScale(variables: (name: string, shades: Shades) => Record<string, string>) {
  const { dark: _, ...coloured } = scales
  return Object.assign({}, ...Object.entries(coloured).map(([name, shades]) => variables(name, shades)))
}
