import type { Locale } from '#kernel/i18n.ts'

/** The three lines of the demo company, with a usual order in cents. */
export const products = [
  { name: 'Buds Pro', line: 'Sonido', usualCents: 180_000 },
  { name: 'Barra 300', line: 'Sonido', usualCents: 420_000 },
  { name: 'Clima, termostato', line: 'Hogar', usualCents: 640_000 },
  { name: 'Luz, bombillas', line: 'Hogar', usualCents: 150_000 },
  { name: 'Watch 2', line: 'Pulso', usualCents: 520_000 },
  { name: 'Band', line: 'Pulso', usualCents: 130_000 },
] as const

export const sources = [
  ['organic_search', 30],
  ['paid_search', 22],
  ['social', 16],
  ['newsletter', 10],
  ['referral', 9],
  ['direct', 8],
  ['fair', 5],
] as const

type Words = Record<Locale, string>
const label = (es: string, en: string): Words => ({ es, en })

const email = { key: 'email', type: 'email', label: label('Correo electrónico', 'E-mail'), required: true } as const
const fullName = {
  key: 'full_name',
  type: 'text',
  label: label('Nombre y apellidos', 'Full name'),
  required: true,
} as const
const company = { key: 'company', type: 'text', label: label('Empresa', 'Company') } as const
const phone = { key: 'phone', type: 'phone', label: label('Teléfono', 'Phone') } as const
const product = {
  key: 'product',
  type: 'select',
  label: label('¿Qué te interesa?', 'What are you interested in?'),
  options: products.map(({ name }) => ({ value: name, label: label(name, name) })),
} as const

/** The demo company's forms, most used first. `share`: of all submissions. */
export const demoForms = [
  {
    key: 'guide',
    name: label('Guía: auriculares para tele y móvil', 'Guide: headphones for TV and phone'),
    share: 52,
    handRaise: false,
    path: '/guias/auriculares',
    fields: [email, fullName, product],
  },
  {
    key: 'newsletter',
    name: label('Novedades de Lumbre', 'News from Lumbre'),
    share: 28,
    handRaise: false,
    path: '/novedades',
    fields: [email, fullName],
  },
  {
    key: 'demo',
    name: label('Probar Clima en mi edificio', 'Try Clima in my building'),
    share: 13,
    handRaise: false,
    path: '/clima',
    fields: [email, fullName, company, phone, product],
  },
  {
    key: 'quote',
    name: label('Presupuesto para empresas', 'Quote for companies'),
    share: 7,
    handRaise: true,
    path: '/empresas/presupuesto',
    fields: [
      email,
      fullName,
      company,
      phone,
      product,
      { key: 'message', type: 'long_text', label: label('¿Qué necesitas?', 'What do you need?') } as const,
    ],
  },
] as const

export const consentText = label(
  'Acepto recibir novedades y ofertas de Lumbre Electrónica por correo. Puedo retirarlo cuando quiera.',
  'I agree to receive news and offers from Lumbre Electrónica by e-mail. I can withdraw at any time.',
)

export const requests = [
  label(
    'Necesitamos 40 termostatos para un hotel de tres plantas, instalación antes del verano.',
    'We need 40 thermostats for a three-floor hotel, installed before summer.',
  ),
  label(
    '¿Se pueden usar los auriculares con la tele y el móvil a la vez?',
    'Can the headphones be used with TV and phone at once?',
  ),
  label('Queremos renovar el sonido de dos salas de reuniones.', 'We want to renew the sound of two meeting rooms.'),
  label(
    'Pedimos precio para 60 relojes para el programa de salud.',
    'Please quote 60 watches for our health programme.',
  ),
  label(
    'Busco proveedor de bombillas conectadas para cinco tiendas.',
    'Looking for a supplier of connected bulbs for five shops.',
  ),
]

export const callNotes = [
  label(
    'Encaja: tienen presupuesto este trimestre. Envío propuesta mañana.',
    'Good fit: they have budget this quarter. Proposal goes out tomorrow.',
  ),
  label(
    'Piden referencia de otro hotel. Le paso el caso de Ruzafa.',
    'They ask for a reference of another hotel. Sending the Ruzafa case.',
  ),
  label(
    'No contesta; dejo mensaje y vuelvo a llamar el jueves.',
    'No answer; left a message, calling again on Thursday.',
  ),
  label('Quiere ver el producto en persona antes de decidir.', 'Wants to see the product in person before deciding.'),
]
