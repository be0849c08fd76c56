import { detectLanguage, wordsOf } from './languages.ts'

/** What a message is, before anybody thinks about an answer. Heuristics: they decide who answers, never what. */
export interface GuardVerdict {
  /** ISO 639-1; null when it cannot be told. */
  language: string | null
  /** `rude`: swearing, which is answered like anything else. `threat`: somebody may come to harm. */
  abuse: 'none' | 'rude' | 'threat'
  /** It gives orders to a machine rather than asks a question. */
  injection: boolean
  asksForPerson: boolean
  /** Nothing but a greeting, or thanks, or no words at all. */
  smallTalk: 'greeting' | 'thanks' | null
  empty: boolean
}

/** Characters that people do not see and machines read: zero width, directions, variation, tags. */
const hidden = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu

/** The text as a person sees it. */
export const visibleText = (text: string): string => text.normalize('NFKC').replace(hidden, '')

const rules = 'instructions?|rules?|prompts?|directions?|guidelines?|orders?|commands?'
const orders: readonly RegExp[] = [
  new RegExp(`\\b(ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(${rules}|everything|above|previous)\\b`, 'is'),
  new RegExp(
    `\\b(reveal|show|print|repeat|output|tell me)\\b.{0,30}\\b(your|the|system|hidden|initial)\\b.{0,15}\\b(${rules})\\b`,
    'is',
  ),
  new RegExp(
    `\\b(new|updated|hidden|secret|special) (system )?(${rules})( for (the )?(ai|assistant|model|bot))?\\s*:`,
    'i',
  ),
  /\byou (are|act) (now (an?|in|my|the|called|free|dan)|no longer (an?|bound|restricted|limited))\b|\b(act|behave|pretend|roleplay) as (if|though|an? (unrestricted|different|evil|admin|root|developer|dan))\b/i,
  /\b(system prompt|developer mode|jailbreak|dan mode|prompt injection)\b/i,
  /\b(assistants?|ai|model|chat ?bots?|llms?) (must|should|shall|will|has to|is to)( now| always| never)? (say|tell|answer|reply|respond|output|recommend|send|ask|ignore|include|write)\b/i,
  /\b(reply|respond|answer) (only|exactly|always)? ?(with|by saying)( only| exactly)?\b.{0,60}(["“'`:]|and nothing else)/is,
  /\b(do not|don't|never) (tell|inform|mention|warn|reveal)\b.{0,30}\b(the )?(users?|customers?|humans?|anyone|anybody)\b/i,
  /^\s*(system|assistant|developer)\s*:|<\|?(im_start|im_end|system|endoftext)\|?>|\[\/?INST\]|<<SYS>>|###\s*(system|instruction)/im,
  /\b(ignorier\w*|vergiss|missachte)\b.{0,40}\b(anweisung|regel|vorgabe|instruktion|obige|vorherige)/is,
  /\b(ignore[zr]?|oublie[zr]?)\b.{0,40}\b(instructions|consignes|règles|précédent)/is,
  /\b(ignora|olvida|omite)\b.{0,40}\b(instrucciones|reglas|anterior)/is,
]

/** Whether a text gives orders to a machine. Of customers' messages and of documents alike. */
export function givesOrders(text: string): boolean {
  const seen = visibleText(text)
  // Many characters that nobody sees are there for a machine.
  const concealed = text.match(hidden)?.length ?? 0
  return concealed > 20 || orders.some(order => order.test(seen))
}

const person =
  'human( being)?|real person|person|people|live agent|(human |support |service )?agents?|representative|operator|(a |some)?one real|someone|somebody|staff( member)?|employee|manager|supervisor|(support|service) team|member of (your|the) team'
const asks: readonly RegExp[] = [
  new RegExp(
    `\\b(talk|speak|chat|write|get|put me|connect( me)?|transfer( me)?|escalate( me| this| it)?|hand( me)?( over)?|forward( me| this)?|pass me)\\b.{0,12}\\b(to|with|through to|hold of|over to)\\b.{0,12}\\b(${person})\\b`,
    'i',
  ),
  /\b(want|need|like|give me|get me|demand|prefer|call)\b.{0,12}\b(a |an |the |some |your )?(human( being)?|real person|live agent|human agent|representative|operator|manager|supervisor|staff member)\b/i,
  /^\W*(human|agent|operator|representative|real person|a person|person)( please)?\W*$/i,
  /\b(are|is) (there|anyone|anybody) .{0,20}(human|real person)|\bnot (a |an? )?(bot|robot|machine|ai)\b.{0,20}\b(human|person|somebody|someone)\b/i,
  /\b(mit|zu|von)\b.{0,25}\b(mensch(en)?|mitarbeiter(in)?|berater(in)?|einer person|jemandem|kundendienst|kundenservice|support)\b.{0,20}\b(sprechen|reden|schreiben|verbinden|verbunden|chatten|weiterleiten)\b/i,
  /\b(verbinden sie mich|echten menschen|menschlichen (mitarbeiter|berater))\b/i,
  /\b(parler|discuter|échanger|contacter)\b.{0,20}\b(humain|personne|conseiller|conseillère|agent|quelqu['’]un|opérateur)\b/i,
  /\b(hablar|comunicar(me)?|contactar|chatear)\b.{0,20}\b(humano|persona|agente|alguien|operador|asesor)\b/i,
  /\b(parlare|comunicare)\b.{0,20}\b(persona|umano|operatore|operatrice|agente|qualcuno)\b/i,
  /\b(falar|conversar)\b.{0,20}\b(pessoa|humano|atendente|agente|alguém)\b/i,
  /\b(met een|iemand|medewerker|mens)\b.{0,20}\b(spreken|praten)\b/i,
  /(человек|оператор|менеджер|сотрудник)\p{L}*|живо\p{L}+ (человек|общени)/iu,
  /(人間|担当者|オペレーター|スタッフ).{0,12}(話|つな|代わ|替わ|お願い)|(人工|真人)(客服|服务)?|转人工|상담원|사람과/u,
]
const refuses =
  /\b(don'?t|do not|no need to|rather not|not) ?(want|need|have|like|wish)?( to)?.{0,25}$|\bwithout (having to )?$|\bnicht$|\bkein(en)?$/i

function asksForPerson(text: string): boolean {
  return asks.some(ask => {
    const found = ask.exec(text)
    return found !== null && !refuses.test(text.slice(0, found.index))
  })
}

const threats: readonly RegExp[] = [
  /\b(i('| wi)ll|i am going to|i'm going to|gonna|want to) (kill|hurt|shoot|stab|murder|bomb|burn down)\b/i,
  /\b(kill|hurt|harm) (myself|yourself|you all|him|her|them)\b|\b(suicide|suicidal|end my life)\b|\bbomb threat\b/i,
  /\b(ich (bringe|werde) (dich|euch|sie|mich)\b.{0,20}\b(um|umbringen|töten)|selbstmord|suizid)\b/i,
  /\b(je vais (vous|te|me) (tuer|suicider)|te voy a matar|suicid)/i,
]
const swearing =
  /\b(fuck\w*|shit\w*|asshole|bastard|bitch|moron|idiots?|stupid|scheiß\w*|arschloch|verdammt\w*|merde|connard|putain|mierda|cabr[oó]n|stronzo|cazzo)\b/i

const greeting =
  /^(hi+|hello|hey+|hiya|good (morning|afternoon|evening|day)|hallo|guten (tag|morgen|abend)|moin|servus|bonjour|salut|hola|buenos d[ií]as|ciao|ol[aá]|hoi)( there| all| team| zusammen)?$/i
const thanks =
  /^(ok(ay)?|great|perfect|cool|super|nice)?[ ,.!]*(thanks?( you)?( (very|so) much| a lot)?|thx|ty|cheers|danke( schön| sehr)?|vielen dank|merci( beaucoup)?|gracias|grazie|obrigad[oa]|dank je|bedankt)?( for (your|the) help)?$/i

function smallTalkOf(text: string): GuardVerdict['smallTalk'] {
  const bare = text.replace(/[!.?…\s]+$/u, '').trim()
  if (bare === '') return null
  if (greeting.test(bare)) return 'greeting'
  return thanks.test(bare) ? 'thanks' : null
}

/** Looks at what a customer wrote. */
export function guard(text: string): GuardVerdict {
  const seen = visibleText(text).trim()
  const isThreat = threats.some(threat => threat.test(seen))
  return {
    language: detectLanguage(seen),
    abuse: isThreat ? 'threat' : swearing.test(seen) ? 'rude' : 'none',
    injection: givesOrders(text),
    asksForPerson: asksForPerson(seen),
    smallTalk: smallTalkOf(seen),
    empty: wordsOf(seen).length === 0,
  }
}
