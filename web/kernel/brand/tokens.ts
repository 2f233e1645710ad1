import { type BrandScale, brand } from '#contract/brand.ts'

type Variables = Record<`--td-${string}`, string>

/** CSS variables of one colour scheme, derived from `contract/brand.ts`. */
export const schemeVariables = (scheme: 'light' | 'dark'): Variables => ({
  ...Object.fromEntries(Object.entries(brand[scheme]).map(([name, colour]) => [`--td-${name}`, colour])),
  ...Object.fromEntries(
    Object.entries(brand.departments).map(([key, scale]) => [`--td-${key}`, markColour(scale, scheme)]),
  ),
  '--td-spare': markColour('green', scheme),
  '--td-accent': brand.scales.petrol[scheme === 'light' ? 7 : 4],
  '--td-hover': scheme === 'light' ? 'rgb(27 31 32 / 5%)' : 'rgb(227 233 236 / 6%)',
  '--td-active': scheme === 'light' ? 'rgb(6 111 120 / 10%)' : 'rgb(95 189 199 / 16%)',
  '--td-shadow':
    scheme === 'light'
      ? '0 1px 2px rgb(27 31 32 / 6%), 0 8px 24px rgb(27 31 32 / 8%)'
      : '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 45%)',
})

/** Small marks: legible (3:1 and better) on every surface of the scheme. */
export const markColour = (scale: BrandScale, scheme: 'light' | 'dark') =>
  brand.scales[scale][scheme === 'light' ? 6 : 4]

/** The scale of a department: its own, or a spare one that stays the same for the same key. */
export function departmentScale(key: string): BrandScale {
  const own = (brand.departments as Record<string, BrandScale>)[key]
  if (own) return own
  const sum = [...key].reduce((total, letter) => total + letter.charCodeAt(0), 0)
  return brand.spareDepartments[sum % brand.spareDepartments.length]!
}
