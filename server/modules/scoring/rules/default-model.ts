import type { Condition } from './condition.ts'
import type { EngagementRule, FitRule, ScoringModel } from './model.ts'

/**
 * The model a new workspace begins with: it serves selling to companies and to people alike. A complete private contact
 * reaches 60 of fit as well as a decision maker of a company does; one form and one look at the prices make warm.
 * Attributes read: fullName, phone, country, city, emailDomainKind, companyName, companyEmployees, companyIndustry,
 * jobTitle, tags, emailBounced.
 */
export function defaultModel(): ScoringModel {
  return {
    version: 1,
    fit: FIT,
    engagement: ENGAGEMENT,
    hot: { fit: 60, engagement: 60 },
    warm: { fit: 40, engagement: 25 },
    hysteresis: 5,
    handRaiseDays: 7,
    mql: { fit: 40, engagement: 40 },
  }
}

const FIT: FitRule[] = [
  fitRule('phone_known', 'Ha dejado su teléfono', 'Left a phone number', { field: 'phone', op: 'exists' }, 20),
  fitRule('name_known', 'Sabemos su nombre', 'We know their name', { field: 'fullName', op: 'exists' }, 10),
  fitRule('country_known', 'Sabemos su país', 'We know their country', { field: 'country', op: 'exists' }, 15),
  fitRule('city_known', 'Sabemos su ciudad', 'We know their city', { field: 'city', op: 'exists' }, 15),
  fitRule(
    'company_email',
    'Usa un correo de empresa',
    'Uses a company address',
    equals('emailDomainKind', 'company'),
    15,
  ),
  fitRule('company_known', 'Sabemos su empresa', 'We know their company', { field: 'companyName', op: 'exists' }, 10),
  fitRule(
    'industry_known',
    'Sabemos su sector',
    'We know their industry',
    { field: 'companyIndustry', op: 'exists' },
    5,
  ),
  fitRule(
    'company_size',
    'Su empresa tiene 10 empleados o más',
    'Their company has 10 employees or more',
    { field: 'companyEmployees', op: 'gte', value: 10 },
    15,
  ),
  fitRule(
    'decision_maker',
    'Tiene un cargo con capacidad de decisión',
    'Has a job with the power to decide',
    titleHas(
      'director',
      'directora',
      'gerente',
      'ceo',
      'founder',
      'fundador',
      'propietari',
      'dueñ',
      'head of',
      'jefe',
      'jefa',
    ),
    25,
  ),
  fitRule(
    'buyer',
    'Trabaja en compras',
    'Works in purchasing',
    titleHas('compras', 'comprador', 'procurement', 'purchasing', 'buyer'),
    15,
  ),
  fitRule(
    'not_a_buyer',
    'Estudia o busca trabajo',
    'Is a student or looking for a job',
    titleHas('estudiante', 'student', 'becari', 'prácticas', 'trainee', 'desemplead'),
    -40,
  ),
  fitRule('bounced', 'Su correo rebota', 'Their address bounces', equals('emailBounced', true), -30),
  fitRule(
    'competitor',
    'Es de la competencia',
    'Is a competitor',
    { field: 'tags', op: 'in', value: ['competidor', 'competencia', 'competitor'] },
    -100,
  ),
]

const ENGAGEMENT: EngagementRule[] = [
  engagementRule('hand_raise', 'Pidió que le contactáramos', 'Asked to be contacted', 'hand_raise', 40, 14, 40),
  engagementRule('form_submitted', 'Envió un formulario', 'Sent a form', 'form_submitted', 30, 14, 45),
  engagementRule('form_start', 'Empezó un formulario', 'Began a form', 'form_start', 5, 7, 5),
  visit('visit_prices_es', 'Miró los precios', 'Looked at the prices', 'preci', 15, 7, 30),
  visit('visit_prices_en', 'Miró los precios (en inglés)', 'Looked at the prices (in English)', 'pricing', 15, 7, 30),
  visit('visit_contact', 'Visitó la página de contacto', 'Visited the contact page', 'contact', 8, 7, 8),
  engagementRule('visit', 'Visitó la web', 'Visited the website', 'page_view', 3, 7, 12),
  engagementRule('custom', 'Interactuó con la web', 'Interacted with the website', 'custom', 5, 14, 10),
  engagementRule('meeting_booked', 'Reservó una reunión', 'Booked a meeting', 'meeting_booked', 40, 21, 40),
  engagementRule('email_click', 'Hizo clic en un correo', 'Clicked in an e-mail', 'email_click', 8, 14, 16),
  engagementRule('email_open', 'Abrió un correo', 'Opened an e-mail', 'email_open', 1, 7, 2),
]

function fitRule(id: string, es: string, en: string, condition: Condition, points: number): FitRule {
  return { id, label: { es, en }, condition, points }
}

function equals(field: string, value: string | boolean): Condition {
  return { field, op: 'eq', value }
}

function titleHas(...words: string[]): Condition {
  return { any: words.map((value) => ({ field: 'jobTitle', op: 'contains', value })) }
}

function engagementRule(
  id: string,
  es: string,
  en: string,
  event: string,
  points: number,
  halfLifeDays: number,
  capPerDay: number,
): EngagementRule {
  return { id, label: { es, en }, event, points, halfLifeDays, capPerDay }
}

function visit(id: string, es: string, en: string, urlContains: string, points: number, halfLife: number, cap: number) {
  return { ...engagementRule(id, es, en, 'page_view', points, halfLife, cap), match: { urlContains } }
}
