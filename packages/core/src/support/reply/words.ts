/** What the product says in its own words, in the customer's language where it has them. */
const texts = {
  en: {
    greeting: 'Hello! What can we help you with?',
    thanks: 'You are welcome. Write again whenever you need something.',
    question: 'Could you write in a sentence or two what you would like to know about our products or your order?',
    more: 'I could not find that in our documentation. Could you say a little more: which product it is about, and what happened? Or ask for a person, and somebody from our team will answer.',
    no_model:
      'No assistant answers here, so these are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    model_failed:
      'Our assistant is not available at the moment, so these are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    budget:
      'Our assistant has reached its limit for now, so these are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    handing: 'I cannot answer this reliably, so I am asking a member of our team.',
    already: 'A member of our team has been asked already and will answer you here.',
  },
  de: {
    greeting: 'Hallo! Womit können wir Ihnen helfen?',
    thanks: 'Gern geschehen. Schreiben Sie uns jederzeit wieder.',
    question:
      'Könnten Sie in ein, zwei Sätzen schreiben, was Sie über unsere Produkte oder Ihre Bestellung wissen möchten?',
    more: 'Das habe ich in unserer Dokumentation nicht gefunden. Um welches Produkt geht es, und was ist passiert? Oder fragen Sie nach einem Menschen, dann antwortet jemand aus unserem Team.',
    no_model:
      'Hier antwortet kein Assistent. Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    model_failed:
      'Unser Assistent ist gerade nicht verfügbar. Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    budget:
      'Unser Assistent hat sein Limit erreicht. Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    handing: 'Das kann ich nicht zuverlässig beantworten und frage deshalb jemanden aus unserem Team.',
    already: 'Jemand aus unserem Team ist schon gefragt und antwortet Ihnen hier.',
  },
} as const

export type Phrase = keyof typeof texts.en

/** @param language ISO 639-1; English for any that is not here. */
export function say(phrase: Phrase, language: string | null): string {
  return (language === 'de' ? texts.de : texts.en)[phrase]
}
