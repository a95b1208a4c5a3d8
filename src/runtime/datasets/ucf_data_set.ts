import type { DataSet } from "../data.ts";
import { runError } from "./data_problem.ts";
import type { UcfConfig } from "./ucf_config.ts";
import { readListing } from "./ucf_listing.ts";
import { openPhase } from "./ucf_phase.ts";

/** A data set of videos in the UCF-101 layout. */
export function ucfDataSet(config: UcfConfig): DataSet {
  return {
    describe: () => config.describe(),
    inspect: async () => (await readListing(config)).problems,
    open: async (context) => {
      const listing = await readListing(config);
      const error = listing.problems.find(({ severity }) => severity === "error");
      if (error !== undefined) throw runError(error);
      return openPhase(config, listing, context);
    },
  };
}
