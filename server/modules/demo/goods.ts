import type { Locale } from '#kernel/i18n.ts'

type Words = Record<Locale, string>
type Sheet = readonly {
  key: string
  label: Words
  value: string
  unit?: string
  severity: 'critical' | 'major' | 'minor'
}[]
type Good = {
  sku: string
  name: string
  family: string
  cents: number
  sheets: readonly Sheet[]
  stock: { onHand: number; reserved: number; dailyDemand: number; demandStdDev: number; leadTimeDays: number }
}
const label = (es: string, en: string): Words => ({ es, en })

const battery = (value: string, unit: string) =>
  ({ key: 'battery', label: label('Autonomía', 'Battery life'), value, unit, severity: 'critical' }) as const
const water = (value: string) =>
  ({ key: 'water', label: label('Resistencia al agua', 'Water resistance'), value, severity: 'major' }) as const
const weight = (value: string) =>
  ({ key: 'weight', label: label('Peso', 'Weight'), value, unit: 'g', severity: 'minor' }) as const
const power = (value: string) =>
  ({ key: 'power', label: label('Potencia', 'Power'), value, unit: 'W', severity: 'major' }) as const
const plenty = { onHand: 2400, reserved: 20, dailyDemand: 9, demandStdDev: 4, leadTimeDays: 7 }

/** What Lumbre sells. The headphones have what the promotion cannot live on; the watch is about to change. */
export const goods: readonly Good[] = [
  {
    sku: 'BUDS-PRO',
    name: 'Buds Pro',
    family: 'Sonido',
    cents: 14_900,
    sheets: [[battery('9', 'h'), water('IPX4'), weight('46')]],
    stock: { onHand: 420, reserved: 60, dailyDemand: 14, demandStdDev: 12, leadTimeDays: 7 },
  },
  {
    sku: 'BARRA-300',
    name: 'Barra 300',
    family: 'Sonido',
    cents: 32_900,
    sheets: [[power('300'), weight('3200')]],
    stock: plenty,
  },
  {
    sku: 'CLIMA',
    name: 'Clima',
    family: 'Hogar',
    cents: 12_900,
    sheets: [[power('3'), weight('180')]],
    stock: plenty,
  },
  { sku: 'LUZ', name: 'Luz', family: 'Hogar', cents: 1990, sheets: [[power('9'), weight('60')]], stock: plenty },
  {
    sku: 'WATCH-2',
    name: 'Watch 2',
    family: 'Pulso',
    cents: 22_900,
    sheets: [
      [battery('6', 'd'), water('5 ATM'), weight('38')],
      [battery('7', 'd'), water('5 ATM'), weight('36')],
    ],
    stock: plenty,
  },
  {
    sku: 'BAND',
    name: 'Band',
    family: 'Pulso',
    cents: 4900,
    sheets: [[battery('14', 'd'), water('5 ATM'), weight('22')]],
    stock: plenty,
  },
]

/** The third sheet of the watch, which changes what six texts and a brief say. */
export const nextWatchSheet: Sheet = [battery('5', 'd'), water('5 ATM'), weight('33')]

export const texts = {
  buds: {
    name: label('Buds Pro −30 %', 'Buds Pro −30 %'),
    audience: label('Quienes preguntan por la tele y el móvil a la vez', 'Who asks for TV and phone at once'),
    core: label('Los mismos auriculares para la tele y el móvil', 'One pair of headphones for TV and phone'),
    brief: {
      objective: label(
        'Vender 588 unidades en dos semanas y ganar 40 leads.',
        'Sell 588 units in two weeks and win 40 leads.',
      ),
      customerNeed: label(
        'Oír la tele de noche y atender el móvil sin cambiar de auriculares.',
        'Listen to the TV at night and answer the phone without changing headphones.',
      ),
      customerExpectation: label(
        'Que lleguen en 48 horas y funcionen con la tele que ya tiene.',
        'They arrive within 48 hours and work with the TV at home.',
      ),
      contribution: label(
        'Precio, envío y una guía que responde a su duda.',
        'Price, delivery and a guide that answers the doubt.',
      ),
    },
  },
  watch: {
    name: label('Watch 2: una semana sin cargador', 'Watch 2: a week without a charger'),
    audience: label('Deportistas que viajan', 'Sporty travellers'),
    core: label('Siete días de autonomía', 'Seven days of battery life'),
    brief: {
      objective: label('Ser el reloj que no se carga cada noche.', 'Be the watch that is not charged every night.'),
      customerNeed: label('Viajar una semana sin cargador.', 'Travel for a week without a charger.'),
      customerExpectation: label('Siete días de verdad, con el uso normal.', 'Seven real days of normal use.'),
      contribution: label('Una ficha exacta y una prueba de 30 días.', 'An exact sheet and a 30-day trial.'),
    },
  },
} as const

const says = label('Watch 2: 7 días de autonomía.', 'Watch 2: 7 days of battery life.')
const ad = (n: number) =>
  ({ type: 'ad', name: label(`Anuncio Watch 2, ${n}`, `Watch 2 ad, ${n}`), body: says }) as const
/** Landing, four ads and a mail that say seven days. */
export const watchAssets = [
  {
    type: 'landing',
    name: label('Página: una semana sin cargador', 'Page: a week without a charger'),
    body: label(
      'Sal de viaje sin cargador. Watch 2: 7 días de autonomía.',
      'Travel without a charger. Watch 2: 7 days of battery life.',
    ),
  },
  ad(1),
  ad(2),
  ad(3),
  ad(4),
  { type: 'email', name: label('Correo: tu próximo viaje', 'Mail: your next trip'), body: says },
] as const
