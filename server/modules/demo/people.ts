import type { RoleKey } from '#contract/permissions.ts'
import { foldText } from '#kernel/text.ts'
import type { DepartmentKey } from '#modules/accounts/public.ts'
import type { Random } from './random.ts'

export type Colleague = {
  key: string
  name: string
  title: string
  role: RoleKey
  departments: readonly (DepartmentKey | 'purchasing')[]
  isManager?: boolean
}

/** Lumbre Electrónica S.L., invented. The first one owns the workspace. */
export const colleagues: readonly Colleague[] = [
  {
    key: 'marta',
    name: 'Marta Soler',
    title: 'Directora de ventas',
    role: 'owner',
    departments: ['sales'],
    isManager: true,
  },
  {
    key: 'ivan',
    name: 'Iván Ferrer',
    title: 'Responsable de marketing',
    role: 'manager',
    departments: ['marketing'],
    isManager: true,
  },
  { key: 'noa', name: 'Noa Vidal', title: 'Contenidos', role: 'member', departments: ['marketing'] },
  { key: 'leo', name: 'Leo Campos', title: 'Publicidad', role: 'member', departments: ['marketing'] },
  {
    key: 'rosa',
    name: 'Rosa Giner',
    title: 'Atención al cliente',
    role: 'manager',
    departments: ['service'],
    isManager: true,
  },
  { key: 'pau', name: 'Pau Estellés', title: 'Compras', role: 'member', departments: ['purchasing'] },
  { key: 'carla', name: 'Carla Montes', title: 'Comercial, hoteles', role: 'member', departments: ['sales'] },
  { key: 'diego', name: 'Diego Rubio', title: 'Comercial, distribución', role: 'member', departments: ['sales'] },
  { key: 'lucia', name: 'Lucía Peña', title: 'Comercial, empresas', role: 'member', departments: ['sales'] },
  { key: 'bruno', name: 'Bruno Sanz', title: 'Comercial, tienda en línea', role: 'member', departments: ['sales'] },
]

const firstNames =
  'Ana Luis Carmen Javier Marina Pablo Elena Sergio Laura Andrés Nuria Hugo Sara Mateo Irene Óscar Alba Raúl Celia Tomás Inés Adrián Rocío Iker Ainhoa Jordi Núria Begoña Xavier Amparo Vicent Teresa Gonzalo Paula Rubén Cristina Álex Miriam Fermín Leire'.split(
    ' ',
  )
const lastNames =
  'García Martínez López Sánchez Pérez Gómez Ruiz Hernández Jiménez Moreno Muñoz Álvarez Romero Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Castro Ortega Rubio Marín Sanz Iglesias Núñez Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Vidal León Ibáñez'.split(
    ' ',
  )

const cities: readonly (readonly [city: string, region: string, weight: number])[] = [
  ['Valencia', 'Comunitat Valenciana', 22],
  ['Madrid', 'Comunidad de Madrid', 20],
  ['Barcelona', 'Catalunya', 17],
  ['Sevilla', 'Andalucía', 8],
  ['Alicante', 'Comunitat Valenciana', 7],
  ['Bilbao', 'Euskadi', 6],
  ['Zaragoza', 'Aragón', 6],
  ['Palma', 'Illes Balears', 5],
  ['Málaga', 'Andalucía', 5],
  ['A Coruña', 'Galicia', 4],
]

const companyKinds = [
  {
    word: 'Hotel',
    industry: 'hospitality',
    weight: 5,
    titles: ['Directora de operaciones', 'Jefe de mantenimiento', 'Gerente'],
  },
  { word: 'Electro', industry: 'retail', weight: 5, titles: ['Jefa de compras', 'Encargado de tienda', 'Gerente'] },
  {
    word: 'Instalaciones',
    industry: 'construction',
    weight: 3,
    titles: ['Ingeniera', 'Jefe de obra', 'Administración'],
  },
  { word: 'Gimnasio', industry: 'sports', weight: 2, titles: ['Gerente', 'Dirección'] },
  {
    word: 'Oficinas',
    industry: 'services',
    weight: 3,
    titles: ['Responsable de compras', 'Dirección financiera', 'Administración'],
  },
] as const
const companyNames =
  'Albufera Turia Mediterráneo Sorolla Azahar Bahía Central Levante Montgó Peñíscola Micalet Alameda Ensanche Delicias Triana Macarena Retiro Chamberí Gràcia Eixample Poblenou Abando Arenal Pilar Ciutat Nervión Castellana Malvarrosa Ruzafa Benimaclet Horta Campanar Cabanyal Patraix'.split(
    ' ',
  )

export type Company = {
  name: string
  industry: string
  employees: number
  city: string
  region: string
  titles: readonly string[]
}
export type Person = {
  email: string
  phone: string | null
  firstName: string
  lastName: string
  city: string
  region: string
  company: Company | null
  jobTitle: string | null
}

export function makeCompanies(random: Random, count: number): Company[] {
  const seen = new Set<string>()
  const companies: Company[] = []
  for (let tries = 0; companies.length < count && tries < count * 50; tries++) {
    const kind = random.weighted(companyKinds.map((entry) => [entry, entry.weight] as const))
    const [city, region] = random.weighted(cities.map((entry) => [entry, entry[2]] as const))
    const name = `${kind.word} ${random.pick(companyNames)}${random.chance(0.3) ? ` ${city}` : ''}`
    if (seen.has(name)) continue
    seen.add(name)
    companies.push({
      name,
      industry: kind.industry,
      employees: random.pick([4, 8, 12, 25, 40, 60, 90, 150, 320, 700]),
      city,
      region,
      titles: kind.titles,
    })
  }
  return companies
}

/** A person of the given number: e-mails use the reserved domains of RFC 2606, phones the range kept for fiction. */
export function makePerson(random: Random, number: number, companies: readonly Company[]): Person {
  const firstName = random.pick(firstNames)
  const lastName = `${random.pick(lastNames)} ${random.pick(lastNames)}`
  const company = random.chance(0.45) ? random.pick(companies) : null
  const [city, region] = company
    ? [company.city, company.region]
    : random.weighted(cities.map((entry) => [entry, entry[2]] as const))
  const mailbox = foldText(`${firstName}.${lastName.split(' ')[0]}`).replace(/[^a-z.]/g, '')
  const domain = company
    ? `${foldText(company.name).replace(/[^a-z]+/g, '-')}.example`
    : random.pick(['example.com', 'example.org', 'example.net'])
  return {
    email: `${mailbox}.${number}@${domain}`,
    phone: random.chance(0.6) ? `+3461${String(1_000_000 + ((number * 7919) % 8_999_999)).padStart(7, '0')}` : null,
    firstName,
    lastName,
    city,
    region,
    company,
    jobTitle: company ? random.pick(company.titles) : null,
  }
}
