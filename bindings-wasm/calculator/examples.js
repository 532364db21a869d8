// What the page shows before anybody has typed: a small firm, one insolvent customer.

export const POLICY = {
  schema: "tradecredit/policy/1",
  id: "FR-2026-0042",
  policyholder: "Menuiserie Aubrac SAS",
  insurer: "Insurer",
  currency: "EUR",
  period: { from: "2026-01-01", to: "2026-12-31" },
  policyholder_country: "FR",
  insured_percentage: { named: "90%", discretionary: "80%", unnamed: "60%" },
  periods: { maximum_terms: "P90D", maximum_extension: "P60D", maximum_invoicing: "P30D" },
  limits: {
    discretionary: {
      amount: "15000",
      payment_experience: { invoices: 2, within: "P12M", tolerance: "P30D" },
    },
    unnamed: { amount: "5000" },
  },
  notification: {
    overdue: { anchor: "max_terms_end", within: "P90D" },
    insolvency: { within: "P30D" },
  },
  waiting_period: { anchor: "due", span: "P5M" },
  indemnity: {
    steps: [
      { step: "threshold", amount: "300", on: "total_debt" },
      { step: "credit_limit" },
      { step: "insured_percentage" },
      { step: "aggregate_first_loss", amount: "5000" },
      { step: "maximum_liability", amount: "400000" },
    ],
    due: { anchor: "date_of_loss", within: "P30D" },
  },
  recoveries: { sharing: "indemnity_to_debt" },
  premium: {
    basis: "turnover",
    rate: "2.1‰",
    minimum: "12000",
    instalments: 4,
    declarations: { every: "quarterly", within: "P30D" },
  },
  renewal: { tacit: true, notice_by_policyholder: "P2M", notice_by_insurer: "P2M" },
};

/** Steps of well-known orders, on the example's amounts, until the engine lists its own. */
const step = (name, more = {}) => ({ step: name, ...more });

export function exampleState() {
  return {
    claim: {
      preset: "example",
      policy: structuredClone(POLICY),
      buyer: "Bâtisseurs du Lot",
      country: "FR",
      cause: "insolvency",
      opened: "2026-07-06",
      notified: "2026-07-10",
      filed: "2026-07-20",
      asOf: "2026-12-31",
      limit: "80000",
      invoices: [
        { id: "F-101", delivery: "2026-04-10", due: "2026-06-09", amount: "45000", vat: "9000" },
        { id: "F-102", delivery: "2026-05-12", due: "2026-07-11", amount: "28000", vat: "5600" },
        { id: "F-103", delivery: "2026-06-05", due: "2026-08-04", amount: "15000", vat: "3000" },
      ],
      payments: [{ date: "2026-06-20", amount: "4000", kind: "payment" }],
    },
    invoices: { preset: "example", policy: structuredClone(POLICY), asOf: "2026-06-30", currency: "EUR" },
    compare: {
      date: "2026-07-06",
      turnover: "8000000",
      policies: [
        { name: "A", preset: "own", policy: named("A", [step("credit_limit"), step("insured_percentage"), step("each_loss_deductible", { amount: "1000" })]) },
        { name: "B", preset: "own", policy: named("B", [step("each_loss_deductible", { amount: "1000" }), step("credit_limit"), step("insured_percentage")], "90%", "0.22%") },
        {
          name: "C",
          preset: "own",
          policy: named("C", [step("credit_limit"), step("insured_percentage"), step("aggregate_first_loss", { amount: "10000" })], "95%", "0.19%"),
        },
      ],
      losses: [
        { buyer: "Bâtisseurs du Lot", amount: "84000", limit: "80000" },
        { buyer: "Ébénisterie Morvan", amount: "30000", limit: "40000" },
        { buyer: "Charpentes Vidal", amount: "6400", limit: "60000" },
      ],
    },
  };
}

function named(id, steps, percentage = "90%", rate = "0.21%") {
  const policy = structuredClone(POLICY);
  policy.id = id;
  policy.insured_percentage = { ...policy.insured_percentage, named: percentage };
  policy.indemnity.steps = steps;
  policy.premium = { ...policy.premium, rate };
  return policy;
}

/** Open items as a French accounting program exports them: the invoices tab starts with these. */
export const OPEN_ITEMS = `N° facture;Client;Raison sociale;Pays;Date facture;Échéance;Montant;Agrément
F-101;C-01;Bâtisseurs du Lot;FR;10/04/2026;09/06/2026;"45 000,00";80000
F-102;C-01;Bâtisseurs du Lot;FR;12/05/2026;11/07/2026;"28 000,00";80000
F-103;C-01;Bâtisseurs du Lot;FR;05/06/2026;04/08/2026;"15 000,00";80000
F-201;C-02;Ébénisterie Morvan;FR;20/03/2026;15/05/2026;"30 000,00";40000
F-202;C-02;Ébénisterie Morvan;FR;15/05/2026;15/07/2026;"20 000,00";40000
F-301;C-03;Holzbau Brenner GmbH;DE;22/04/2026;21/06/2026;"35 000,00";50000
F-302;C-03;Holzbau Brenner GmbH;DE;20/05/2026;19/07/2026;"12 000,00";50000
F-401;C-04;Carpintería Ruiz SL;ES;04/05/2026;03/06/2026;"9 500,50";
F-501;C-05;Meubles Delmas;FR;15/01/2026;14/02/2026;"8 000,00";
F-503;C-05;Meubles Delmas;FR;02/06/2026;02/07/2026;"11 000,00";
F-601;C-06;Atelier Nord;FR;11/06/2026;11/07/2026;"4 400,00";
F-801;C-08;Charpentes Vidal;FR;20/01/2026;19/02/2026;"22 000,00";60000
F-802;C-08;Charpentes Vidal;FR;25/05/2026;22/09/2026;"14 000,00";60000
`;
